import { hasWildcards, parseConditionOperator } from '../condition-operator.ts';
import { claimOfKey, isKeyOf } from '../conditions-of.ts';
import type { Reason } from '../evaluate.ts';
import { globMatches, parseGlob } from '../glob.ts';
import type { Statement } from '../trust-policy.ts';
import type { PresentedToken } from './presented-token.ts';
import { subjectDifference } from './subject-difference.ts';

/** How a statement is called in a sentence: its Sid, or its place from 1. */
export const statementName = ({ sid, index }: Statement): string =>
  sid === undefined || sid === '' ? `statement ${index + 1}` : `statement "${sid}"`;

const shownValues = 3;

/** `"a" or "b"`; many values are counted. */
export const oneOfValues = (values: readonly string[]): string => {
  const shown = values.slice(0, shownValues).map((value) => `"${value}"`);
  const left = values.length - shown.length;
  return left > 0 ? `${shown.join(', ')} or one of ${left} more` : shown.join(' or ');
};

const relation = (name: string): string => {
  const operator = parseConditionOperator(name);
  if (operator === undefined) return `(${name})`;
  if (operator.compare === 'StringLike') return operator.negated ? 'not to match' : 'to match';
  if (operator.compare.startsWith('StringEquals')) return operator.negated ? 'not to be' : 'to be';
  return `(${name})`;
};

/** The condition keys of some tests, each once. */
export const keysOf = (reasons: readonly Reason[]): readonly string[] => [
  ...new Set(reasons.flatMap(({ key }) => key ?? [])),
];

/** The pinned value against the presented one, for one condition. */
const conditionSentence = ({ key, operator, wanted, got }: Reason): string => {
  const asks = `${key} ${relation(operator ?? '')} ${oneOfValues(wanted)}`;
  return got === null
    ? `${asks}, and the request has no such key`
    : `${asks}, and the login presented ${oneOfValues(got)}`;
};

/** Why a condition fails that looks as if it should hold; empty when there is nothing to add. */
const reasonBehind = (reason: Reason, token: PresentedToken): string => {
  const { key, operator: name, wanted, got } = reason;
  const operator = parseConditionOperator(name ?? '');
  if (key === null || operator === undefined) return '';
  if (got === null) {
    const claim = claimOfKey(token.provider, key);
    if (claim !== undefined && isKeyOf(token.provider, key)) {
      return `Tokens of this kind do not carry ${claim}.`;
    }
    return `AWS sets no key ${key} for ${token.entry.name}.`;
  }
  const [value = ''] = got;
  if (operator.negated) return 'The condition rules this login out.';
  const isLiteral = !hasWildcards(operator.compare);
  if (isLiteral && wanted.some((each) => globMatches(parseGlob(each), value))) {
    return `Under ${name} a * is an ordinary character.`;
  }
  return claimOfKey(token.provider, key) === 'sub' ? subjectDifference(reason, token) : '';
};

/** What keeps a login out of the statement that was meant for it. */
export const explainConditions = (
  statement: Statement,
  failed: readonly Reason[],
  token: PresentedToken,
): string => {
  const conditions = failed.filter(({ element }) => element === 'Condition');
  const name = statementName(statement);
  const sentences = conditions.map(conditionSentence);
  const whole = `${name.charAt(0).toUpperCase()}${name.slice(1)} wants ${sentences.join('; it wants ')}.`;
  const reasons = [...new Set(conditions.map((reason) => reasonBehind(reason, token)))];
  return [whole, ...reasons].filter((each) => each !== '').join(' ');
};
