import { isRecord } from '../../input.ts';
import { comparison } from './comparison.ts';
import { invalidPattern } from './invalid-pattern.ts';

/** A value at the end of a path; an object is none, and an array stands for each of its elements. */
export type Leaf = string | number | boolean | null;

/** The test for one field: any comparison in the list, on any of the field's values. */
export const leafMatcher = (
  comparisons: readonly unknown[],
  place: string,
): ((value: unknown) => boolean) => {
  if (comparisons.length === 0) throw invalidPattern(`"${place}" must not be an empty array.`);
  const tests = comparisons.map((wanted) => test(wanted, place));
  return (value) => {
    const leaves = leavesOf(value);
    return tests.some((matches) => matches(leaves));
  };
};

const test = (wanted: unknown, place: string): ((leaves: readonly Leaf[]) => boolean) => {
  if (isRecord(wanted) && 'exists' in wanted) {
    const { exists } = wanted;
    if (typeof exists !== 'boolean' || Object.keys(wanted).length > 1) {
      throw invalidPattern(`"exists" at "${place}" must be true or false, alone.`);
    }
    return (leaves) => leaves.length > 0 === exists;
  }
  const compares = comparison(wanted, place);
  return (leaves) => leaves.some(compares);
};

const leavesOf = (value: unknown): readonly Leaf[] => {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  if (value === undefined || isRecord(value)) return [];
  return [value as Leaf];
};
