import { isRecord } from '../../input.ts';
import { cidr } from './cidr.ts';
import { invalidPattern } from './invalid-pattern.ts';
import type { Leaf } from './leaf-matcher.ts';
import { numeric } from './numeric.ts';
import { wildcard } from './wildcard.ts';

export type Comparison = (leaf: Leaf) => boolean;

/** One entry of a pattern's list: a value, or one operator with its operand. */
export const comparison = (wanted: unknown, place: string): Comparison => {
  if (!isRecord(wanted)) {
    if (Array.isArray(wanted)) throw invalidPattern(`"${place}" holds a list within a list.`);
    return (leaf) => leaf === wanted;
  }
  const [[operator, operand] = ['', undefined], ...others] = Object.entries(wanted);
  const make = operators[operator];
  if (!make || others.length > 0) {
    throw invalidPattern(
      `"${place}" has ${JSON.stringify(Object.keys(wanted))}, expected one of ${Object.keys(operators).join(', ')}, exists.`,
    );
  }
  return make(operand, place);
};

const ofText =
  (matches: (text: string) => boolean): Comparison =>
  (leaf) =>
    typeof leaf === 'string' && matches(leaf);

const requiredText = (operand: unknown, place: string): string => {
  if (typeof operand === 'string') return operand;
  throw invalidPattern(`"${place}" needs text, got ${JSON.stringify(operand)}.`);
};

/** The operand of `prefix` and `suffix`: text, or text whose case does not matter. */
const affix = (
  operand: unknown,
  place: string,
  matches: (text: string, affix: string) => boolean,
): Comparison => {
  if (isRecord(operand) && 'equals-ignore-case' in operand) {
    const wanted = requiredText(operand['equals-ignore-case'], place).toLowerCase();
    return ofText((text) => matches(text.toLowerCase(), wanted));
  }
  const wanted = requiredText(operand, place);
  return ofText((text) => matches(text, wanted));
};

/** `anything-but` takes a value, a list of values, or an operator whose operand may be a list. */
const anythingBut = (operand: unknown, place: string): Comparison => {
  const excluded = isRecord(operand)
    ? Object.entries(operand).flatMap(([operator, inner]) =>
        (Array.isArray(inner) ? inner : [inner]).map((one) =>
          comparison({ [operator]: one }, place),
        ),
      )
    : (Array.isArray(operand) ? operand : [operand]).map((one) => comparison(one, place));
  if (excluded.length === 0) throw invalidPattern(`"anything-but" at "${place}" is empty.`);
  return (leaf) => !excluded.some((matches) => matches(leaf));
};

const operators: Readonly<Record<string, (operand: unknown, place: string) => Comparison>> = {
  prefix: (operand, place) => affix(operand, place, (text, wanted) => text.startsWith(wanted)),
  suffix: (operand, place) => affix(operand, place, (text, wanted) => text.endsWith(wanted)),
  'equals-ignore-case': (operand, place) => {
    const wanted = requiredText(operand, place).toLowerCase();
    return ofText((text) => text.toLowerCase() === wanted);
  },
  'anything-but': anythingBut,
  wildcard: (operand, place) => ofText(wildcard(requiredText(operand, place), place)),
  cidr: (operand, place) => ofText(cidr(requiredText(operand, place), place)),
  numeric: (operand, place) => {
    const matches = numeric(operand, place);
    return (leaf) => typeof leaf === 'number' && matches(leaf);
  },
};
