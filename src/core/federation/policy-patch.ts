import type { Condition, Statement, TrustPolicy } from './trust-policy.ts';

/**
 * A change to a policy document, as JSON Patch (RFC 6902): the smallest that does it.
 * https://www.rfc-editor.org/rfc/rfc6902
 */
export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: PatchValue }
  | { readonly op: 'remove'; readonly path: string };

export type PatchValue = string | readonly string[] | { readonly [name: string]: PatchValue };

/** JSON Pointer (RFC 6901) inside a statement. */
export const pathIn = (
  policy: TrustPolicy,
  statement: Statement,
  ...names: readonly string[]
): string =>
  ['', 'Statement', ...(policy.isList ? [String(statement.index)] : []), ...names]
    .map((name) => name.replaceAll('~', '~0').replaceAll('/', '~1'))
    .join('/');

const asWritten = (values: readonly string[]): PatchValue =>
  values.length === 1 ? (values[0] ?? '') : values;

/** Adds a key under an operator, with the blocks around it where they are missing. */
export const addCondition = (
  policy: TrustPolicy,
  statement: Statement,
  operator: string,
  key: string,
  value: PatchValue,
): readonly PatchOperation[] => {
  const has = statement.conditions.some((condition) => condition.operator.name === operator);
  if (has) {
    return [{ op: 'add', path: pathIn(policy, statement, 'Condition', operator, key), value }];
  }
  if (statement.conditions.length > 0) {
    const path = pathIn(policy, statement, 'Condition', operator);
    return [{ op: 'add', path, value: { [key]: value } }];
  }
  const path = pathIn(policy, statement, 'Condition');
  return [{ op: 'add', path, value: { [operator]: { [key]: value } } }];
};

/** Removes a condition, and its operator when it was the last one there. */
export const removeCondition = (
  policy: TrustPolicy,
  statement: Statement,
  condition: Condition,
): readonly PatchOperation[] => {
  const { name } = condition.operator;
  const beside = statement.conditions.filter(({ operator }) => operator.name === name);
  const names = beside.length > 1 ? [name, condition.key] : [name];
  return [{ op: 'remove', path: pathIn(policy, statement, 'Condition', ...names) }];
};

/** Gives a condition another operator, key or values. */
export const changeCondition = (
  policy: TrustPolicy,
  statement: Statement,
  condition: Condition,
  change: {
    readonly operator?: string;
    readonly key?: string;
    readonly values?: readonly string[];
  },
): readonly PatchOperation[] => {
  const operator = change.operator ?? condition.operator.name;
  const key = change.key ?? condition.key;
  const value = asWritten(change.values ?? condition.values);
  if (operator === condition.operator.name && key === condition.key) {
    const path = pathIn(policy, statement, 'Condition', operator, key);
    return [{ op: 'replace', path, value }];
  }
  return [
    ...removeCondition(policy, statement, condition),
    ...addCondition(policy, statement, operator, key, value),
  ];
};
