/**
 * Condition operators by name.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export interface ConditionOperator {
  /** As written in the policy. */
  readonly name: string;
  readonly quantifier: 'none' | 'ForAllValues' | 'ForAnyValue';
  readonly compare: Comparison;
  /** `StringNotEquals` and its kind: true when no value compares equal, and when the key is absent. */
  readonly negated: boolean;
  readonly ifExists: boolean;
}

export const comparisons = [
  'StringEquals',
  'StringEqualsIgnoreCase',
  'StringLike',
  'NumericEquals',
  'NumericLessThan',
  'NumericLessThanEquals',
  'NumericGreaterThan',
  'NumericGreaterThanEquals',
  'DateEquals',
  'DateLessThan',
  'DateLessThanEquals',
  'DateGreaterThan',
  'DateGreaterThanEquals',
  'Bool',
  'BinaryEquals',
  'IpAddress',
  'ArnEquals',
  'ArnLike',
  'Null',
] as const;
export type Comparison = (typeof comparisons)[number];

const negations: Readonly<Record<string, Comparison>> = {
  stringnotequals: 'StringEquals',
  stringnotequalsignorecase: 'StringEqualsIgnoreCase',
  stringnotlike: 'StringLike',
  numericnotequals: 'NumericEquals',
  datenotequals: 'DateEquals',
  notipaddress: 'IpAddress',
  arnnotequals: 'ArnEquals',
  arnnotlike: 'ArnLike',
};
const positives: ReadonlyMap<string, Comparison> = new Map(
  comparisons.map((name) => [name.toLowerCase(), name]),
);
const quantifiers: ReadonlyMap<string, ConditionOperator['quantifier']> = new Map([
  ['forallvalues', 'ForAllValues'],
  ['foranyvalue', 'ForAnyValue'],
]);

/** `undefined` for a name that IAM does not document, `NullIfExists` included. */
export const parseConditionOperator = (name: string): ConditionOperator | undefined => {
  const [head = '', ...rest] = name.split(':');
  const quantifier = rest.length === 0 ? 'none' : quantifiers.get(head.toLowerCase());
  if (quantifier === undefined || rest.length > 1) return undefined;
  const full = (rest[0] ?? head).toLowerCase();
  const ifExists = full.endsWith('ifexists');
  const bare = ifExists ? full.slice(0, -'ifexists'.length) : full;
  const negated = Object.hasOwn(negations, bare);
  const compare = negated ? negations[bare] : positives.get(bare);
  if (compare === undefined) return undefined;
  if (compare === 'Null' && (ifExists || quantifier !== 'none')) return undefined;
  return { name, quantifier, compare, negated, ifExists };
};

/** Whether `*` and `?` are wild in the values. */
export const hasWildcards = (compare: Comparison): boolean =>
  compare === 'StringLike' || compare === 'ArnLike' || compare === 'ArnEquals';
