import { parseConditionOperator } from './condition-operator.ts';
import { type DuplicateKey, duplicateKeys } from './duplicate-keys.ts';
import type {
  ActionElement,
  Condition,
  ParsedTrustPolicy,
  PrincipalElement,
  Statement,
} from './trust-policy.ts';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const nameOf = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  return value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;
};

/** IAM stores condition values as strings: numbers and booleans are taken as their text. */
const valueText = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;

const strings = (element: string, value: unknown, faults: string[]): readonly string[] => {
  const list = asList(value);
  const texts = list.filter((item) => typeof item === 'string');
  if (list.length === 0) faults.push(`${element} is an empty list.`);
  if (texts.length < list.length) faults.push(`${element} must hold strings.`);
  return texts;
};

const parsePrincipal = (statement: Fields, faults: string[]): PrincipalElement => {
  const negated = statement['NotPrincipal'] !== undefined;
  const value = negated ? statement['NotPrincipal'] : statement['Principal'];
  const none = { negated, everyone: false, federated: [], others: [] };
  if (negated && statement['Principal'] !== undefined) {
    faults.push('Principal and NotPrincipal stand side by side.');
  }
  if (value === '*') return { ...none, everyone: true };
  if (!isObject(value)) {
    faults.push(`Principal must be an object or "*"; got ${nameOf(value)}.`);
    return none;
  }
  const federated: string[] = [];
  const others: string[] = [];
  for (const [kind, names] of Object.entries(value)) {
    const list = strings(`Principal.${kind}`, names, faults);
    if (kind === 'Federated') federated.push(...list);
    else if (kind === 'AWS' || kind === 'Service' || kind === 'CanonicalUser') others.push(...list);
    else faults.push(`Principal has the unknown kind "${kind}".`);
  }
  const everyone = asList(value['AWS']).includes('*');
  return { negated, everyone, federated, others };
};

const parseAction = (statement: Fields, faults: string[]): ActionElement => {
  const negated = statement['NotAction'] !== undefined;
  if (negated && statement['Action'] !== undefined) {
    faults.push('Action and NotAction stand side by side.');
  }
  const value = negated ? statement['NotAction'] : statement['Action'];
  return { negated, patterns: strings(negated ? 'NotAction' : 'Action', value, faults) };
};

const parseConditions = (value: unknown, faults: string[]): readonly Condition[] => {
  if (value === undefined) return [];
  if (!isObject(value)) {
    faults.push(`Condition must be an object; got ${nameOf(value)}.`);
    return [];
  }
  const conditions: Condition[] = [];
  for (const [name, keys] of Object.entries(value)) {
    const operator = parseConditionOperator(name);
    if (operator === undefined) {
      faults.push(`"${name}" is not a condition operator that IAM documents.`);
      continue;
    }
    if (!isObject(keys)) {
      faults.push(`Condition.${name} must be an object; got ${nameOf(keys)}.`);
      continue;
    }
    for (const [key, wanted] of Object.entries(keys)) {
      const list = asList(wanted);
      const values = list.map(valueText).filter((text) => text !== undefined);
      if (values.length < list.length)
        faults.push(`Condition.${name}["${key}"] must hold strings.`);
      conditions.push({ operator, key, values });
    }
  }
  return conditions;
};

const statementElements = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Condition',
]);

const parseStatement = (value: unknown, index: number): Statement => {
  const faults: string[] = [];
  const fields = isObject(value) ? value : {};
  if (!isObject(value)) faults.push(`A statement must be an object; got ${nameOf(value)}.`);
  for (const name of Object.keys(fields)) {
    // Resource is refused in trust policies; anything else is a spelling IAM does not know.
    if (!statementElements.has(name)) faults.push(`"${name}" has no place in a trust policy.`);
  }
  const effect = fields['Effect'];
  const isEffect = effect === 'Allow' || effect === 'Deny';
  if (!isEffect) {
    const got = typeof effect === 'string' ? `"${effect}"` : nameOf(effect);
    faults.push(`Effect must be "Allow" or "Deny"; got ${got}.`);
  }
  const sid = fields['Sid'];
  return {
    index,
    ...(typeof sid === 'string' ? { sid } : {}),
    effect: isEffect ? effect : 'unreadable',
    principal: parsePrincipal(fields, faults),
    action: parseAction(fields, faults),
    conditions: parseConditions(fields['Condition'], faults),
    faults,
  };
};

const unreadable = (why: string): ParsedTrustPolicy => ({ status: 'unreadable', why });

const parseDocument = (value: unknown, duplicates: readonly DuplicateKey[]): ParsedTrustPolicy => {
  if (!isObject(value)) {
    return unreadable(`A trust policy must be a JSON object; got ${nameOf(value)}.`);
  }
  if (value['Statement'] === undefined) {
    return unreadable(
      'The trust policy has no Statement. Expected {"Version", "Statement": [...]}.',
    );
  }
  const version = value['Version'];
  return {
    status: 'parsed',
    policy: {
      // IAM's default when Version is left out.
      version: typeof version === 'string' ? version : '2008-10-17',
      statements: asList(value['Statement']).map(parseStatement),
      isList: Array.isArray(value['Statement']),
      duplicateKeys: duplicates,
    },
  };
};

/** IAM's read APIs return policies percent-encoded (RFC 3986). */
const decoded = (text: string): string => {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (!/^%7B/i.test(trimmed)) return trimmed;
  try {
    return decodeURIComponent(trimmed);
  } catch {
    // Not percent-encoding after all: JSON.parse says where it stops being JSON.
    return trimmed;
  }
};

/**
 * A trust policy from its text (plain or percent-encoded, as GetRole returns it) or from an object.
 * Never throws. Give the text where there is one: only there can a repeated JSON key be seen; IAM,
 * like every parser here, keeps the last. For an object out of a larger text, `duplicates` are those
 * that were seen in it.
 */
export const parseTrustPolicy = (
  input: unknown,
  duplicates: readonly DuplicateKey[] = [],
): ParsedTrustPolicy => {
  if (typeof input !== 'string') return parseDocument(input, duplicates);
  const text = decoded(input);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return unreadable(`The trust policy is not JSON: ${(error as Error).message}.`);
  }
  return parseDocument(value, duplicateKeys(text));
};
