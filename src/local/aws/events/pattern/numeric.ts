import { invalidPattern } from './invalid-pattern.ts';

const relations: Readonly<Record<string, (got: number, bound: number) => boolean>> = {
  '=': (got, bound) => got === bound,
  '<': (got, bound) => got < bound,
  '<=': (got, bound) => got <= bound,
  '>': (got, bound) => got > bound,
  '>=': (got, bound) => got >= bound,
};

/** `[">", 0, "<=", 5]`: one relation, or a lower and an upper one. */
export const numeric = (operand: unknown, place: string): ((value: number) => boolean) => {
  const malformed = () =>
    invalidPattern(`"${place}" needs one or two relations, got ${JSON.stringify(operand)}.`);
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) throw malformed();
  const tests: ((value: number) => boolean)[] = [];
  for (let at = 0; at < operand.length; at += 2) {
    const holds = relations[String(operand[at])];
    const bound: unknown = operand[at + 1];
    if (!holds || typeof bound !== 'number') throw malformed();
    tests.push((value) => holds(value, bound));
  }
  return (value) => tests.every((test) => test(value));
};
