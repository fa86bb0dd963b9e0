import { parseConditionOperator } from '../federation/condition-operator.ts';
import type { Condition } from '../federation/trust-policy.ts';
import type {
  ActionPatterns,
  IdentityPolicy,
  IdentityStatement,
  ResourcePattern,
  ResourcePatterns,
} from './identity-policy.ts';
import type { PolicyText } from './permissions.ts';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** The texts under one of two names; `undefined` when both or none stand there, or no text does. */
const texts = (
  statement: Fields,
  name: string,
): { readonly negated: boolean; readonly values: readonly string[] } | undefined => {
  const negatedName = `Not${name}`;
  const negated = statement[negatedName] !== undefined;
  if (negated === (statement[name] !== undefined)) return undefined;
  const list = listOf(statement[negated ? negatedName : name]);
  const values = list.filter((value) => typeof value === 'string');
  return values.length === 0 || values.length < list.length ? undefined : { negated, values };
};

const actionPatterns = (negated: boolean, written: readonly string[]): ActionPatterns => {
  const lower = written.map((pattern) => pattern.toLowerCase());
  return {
    negated,
    exact: new Set(lower.filter((pattern) => !/[*?]/.test(pattern))),
    wild: lower.filter((pattern) => /[*?]/.test(pattern)),
    written,
  };
};

/** Stand for a `*` and a `?` that are meant literally. */
const literalStar = '\uE000';
const literalMark = '\uE001';

/** A resource as `ResourcePattern.pattern` is compared with it. */
export const literalResource = (arn: string): string =>
  arn.replaceAll('*', literalStar).replaceAll('?', literalMark);

const escapes: Readonly<Record<string, string>> = {
  '*': literalStar,
  '?': literalMark,
  $: '$',
};

const resourcePattern = (version: string, written: string): ResourcePattern => {
  if (version !== '2012-10-17' || !written.includes('${')) {
    return { written, pattern: written, isOpen: false };
  }
  let isOpen = false;
  const pattern = written.replace(/\$\{([^}]*)\}/g, (_whole, inner: string) => {
    const literal = escapes[inner];
    if (literal === undefined) isOpen = true;
    return literal ?? '*';
  });
  return { written, pattern, isOpen };
};

/** `undefined`: something in it has no documented meaning. */
const parseConditions = (value: unknown): readonly Condition[] | undefined => {
  if (value === undefined) return [];
  if (!isObject(value)) return undefined;
  const conditions: Condition[] = [];
  for (const [name, keys] of Object.entries(value)) {
    const operator = parseConditionOperator(name);
    if (operator === undefined || !isObject(keys)) return undefined;
    for (const [key, wanted] of Object.entries(keys)) {
      const list = listOf(wanted);
      if (list.some((each) => each === null || typeof each === 'object')) return undefined;
      conditions.push({ operator, key, values: list.map(String) });
    }
  }
  return conditions;
};

const elements = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

const everything: ActionPatterns = actionPatterns(false, ['*']);
const everywhere: ResourcePatterns = {
  negated: false,
  patterns: [{ written: '*', pattern: '*', isOpen: false }],
};

const parseStatement = (value: unknown, version: string): IdentityStatement => {
  const unreadable: IdentityStatement = {
    effect: 'unreadable',
    actions: everything,
    resources: everywhere,
    conditions: [],
    version,
  };
  if (!isObject(value)) return unreadable;
  const actions = texts(value, 'Action');
  const resources = texts(value, 'Resource');
  const conditions = parseConditions(value['Condition']);
  const effect = value['Effect'];
  const isWhole =
    (effect === 'Allow' || effect === 'Deny') &&
    actions !== undefined &&
    resources !== undefined &&
    conditions !== undefined &&
    Object.keys(value).every((name) => elements.has(name));
  if (!isWhole) return unreadable;
  return {
    effect,
    actions: actionPatterns(actions.negated, actions.values),
    resources: {
      negated: resources.negated,
      patterns: resources.values.map((written) => resourcePattern(version, written)),
    },
    conditions,
    version,
  };
};

/**
 * An identity policy from its text. Never throws: what is malformed is kept as unreadable, so that
 * nothing is decided by leaving it out.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const parseIdentityPolicy = ({ name, document }: PolicyText): IdentityPolicy => {
  const unreadable = (why: string) => ({ name, statements: [], unreadable: why });
  let value: unknown;
  try {
    value = JSON.parse(document);
  } catch (error) {
    return unreadable(`policy ${name} is not JSON: ${(error as Error).message}`);
  }
  if (!isObject(value) || value['Statement'] === undefined) {
    return unreadable(`policy ${name} has no Statement`);
  }
  const version = typeof value['Version'] === 'string' ? value['Version'] : '2008-10-17';
  return {
    name,
    statements: listOf(value['Statement']).map((each) => parseStatement(each, version)),
  };
};
