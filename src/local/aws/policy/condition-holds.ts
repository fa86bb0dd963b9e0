import { isRecord } from '../input.ts';
import { unsupported } from '../unsupported.ts';
import type { PolicyRequest } from './decide-by-policies.ts';
import { globMatches } from './glob-matches.ts';

const operators: Readonly<Record<string, (wanted: string, got: string) => boolean>> = {
  StringEquals: (wanted, got) => wanted === got,
  StringLike: globMatches,
  ArnEquals: globMatches,
  ArnLike: globMatches,
  Bool: (wanted, got) => wanted === got,
};

/**
 * Whether a condition block holds. A missing key fails a comparison, satisfies its negation, and
 * satisfies `ForAllValues`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const conditionHolds = (condition: unknown, context: PolicyRequest['context']): boolean => {
  if (condition === undefined) return true;
  if (!isRecord(condition)) throw unsupported('a condition that is no object');
  return Object.entries(condition).every(([operator, keys]) => {
    if (!isRecord(keys)) throw unsupported(`the condition ${operator} without keys`);
    return Object.entries(keys).every(([key, wanted]) =>
      comparisonHolds(operator, listOf(wanted), context[key.toLowerCase()]),
    );
  });
};

const comparisonHolds = (
  name: string,
  wanted: readonly string[],
  got: string | readonly string[] | undefined,
): boolean => {
  const [, set, negation, isOptional, base = ''] = partsOf(name);
  const compare = operators[base];
  if (!compare) throw unsupported(`the condition operator ${name}`);
  const values = got === undefined ? [] : listOf(got);
  if (values.length === 0) return Boolean(isOptional || negation || set === 'ForAllValues:');
  const isOneOf = (value: string) => wanted.some((one) => compare(one, value));
  const fits = (value: string) => (negation ? !isOneOf(value) : isOneOf(value));
  return set === 'ForAllValues:' ? values.every(fits) : values.some(fits);
};

/** `ForAnyValue:StringNotEqualsIfExists` into its set, negation, option and base operator. */
const partsOf = (name: string): readonly [string, string | undefined, boolean, boolean, string] => {
  const [whole = name, set, family = '', not, kind = '', ifExists] =
    /^(ForAllValues:|ForAnyValue:)?(String|Arn|Bool)(Not)?(Equals|Like)?(IfExists)?$/.exec(name) ??
    [];
  return [whole, set, not !== undefined, ifExists !== undefined, `${family}${kind}`];
};

const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map(String) : [String(value)];
