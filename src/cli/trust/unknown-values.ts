import { parseConditionOperator } from '../../core/federation/condition-operator.ts';
import type { UnknownValue } from './found-policy.ts';
import { type Fields, isObject } from './resolve-intrinsics.ts';

type StandIns = ReadonlyMap<string, string>;

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value)
    ? Object.entries(value).flatMap(([key, item]) => [key, ...textsIn(item)])
    : [];
};

const heldIn = (value: unknown, standIns: StandIns): readonly string[] => {
  const texts = textsIn(value);
  return [...standIns.keys()].filter((standIn) => texts.some((text) => text.includes(standIn)));
};

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

const statementsOf = (document: unknown): readonly unknown[] =>
  isObject(document) ? listOf(document['Statement']) : [];

/** Whether the operator compares whole values, so that no value of them is a pattern. */
const isExact = (operator: string): boolean => {
  const parsed = parseConditionOperator(operator);
  if (parsed === undefined || parsed.negated || parsed.ifExists) return false;
  return (
    parsed.quantifier !== 'ForAllValues' && /^(StringEquals|Bool|Numeric|Date)/.test(parsed.compare)
  );
};

/** Accounts and services that are trusted are no concern of this verdict. */
const isConcerned = (statement: Fields): boolean => {
  if (statement['Effect'] === 'Deny' || statement['NotPrincipal'] !== undefined) return true;
  const principal = statement['Principal'];
  return !isObject(principal) || principal['Federated'] !== undefined;
};

type Place = readonly [value: unknown, where: UnknownValue['where']];

/** The parts of a statement that decide who gets in, and how a value in them is taken. */
const placesIn = (statement: unknown): readonly Place[] => {
  if (!isObject(statement)) return [[statement, 'pattern']];
  if (!isConcerned(statement)) return [];
  const { Condition: condition, Principal: principal, Sid: _, ...others } = statement;
  const federated = isObject(principal) ? principal['Federated'] : principal;
  const start: readonly Place[] = [
    [others, 'pattern'],
    [federated, 'provider'],
  ];
  if (!isObject(condition)) return [...start, [condition, 'pattern']];
  const conditions = Object.entries(condition).flatMap(([operator, keys]): readonly Place[] => {
    if (!isObject(keys) || statement['Effect'] === 'Deny' || !isExact(operator)) {
      return [[{ [operator]: keys }, 'pattern']];
    }
    return Object.entries(keys).flatMap(([key, value]): readonly Place[] => [
      [key, 'pattern'],
      [value, 'exact'],
    ]);
  });
  return [...start, ...conditions];
};

/** Where a policy depends on values that its template does not know, each place once. */
export const unknownValues = (document: unknown, standIns: StandIns): readonly UnknownValue[] => {
  if (standIns.size === 0) return [];
  const found = new Map<string, UnknownValue>();
  const add = (statement: number | null, [value, where]: Place): void => {
    for (const standIn of heldIn(value, standIns)) {
      const name = standIns.get(standIn) ?? standIn;
      found.set(`${statement} ${where} ${standIn}`, { name, standIn, statement, where });
    }
  };
  if (!isObject(document)) add(null, [document, 'whole']);
  for (const [index, statement] of statementsOf(document).entries()) {
    for (const place of placesIn(statement)) add(index, place);
  }
  return [...found.values()];
};

/**
 * The policy without what depends on such values: conditions of Allow statements, and Deny
 * statements as a whole. Whatever the values are, it lets in at least as much.
 */
export const withoutUnknown = (document: unknown, standIns: StandIns): unknown => {
  const isOpen = (value: unknown): boolean => heldIn(value, standIns).length > 0;
  if (!isObject(document)) return document;
  return {
    ...document,
    Statement: statementsOf(document)
      .filter((each) => !(isObject(each) && each['Effect'] === 'Deny' && isOpen(each)))
      .map((statement) => {
        if (!isObject(statement) || !isObject(statement['Condition'])) return statement;
        const operators = Object.entries(statement['Condition']).map(([operator, keys]) => {
          const known = isObject(keys) ? Object.entries(keys).filter((each) => !isOpen(each)) : [];
          return [operator, Object.fromEntries(known)] as const;
        });
        const held = operators.filter(
          ([operator, keys]) => Object.keys(keys).length > 0 && !isOpen(operator),
        );
        return { ...statement, Condition: Object.fromEntries(held) };
      }),
  };
};
