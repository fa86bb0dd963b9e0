import type { Field } from '../idps/identity-provider.ts';
import type { FieldGlobs } from './align-template.ts';
import { isFieldValue } from './field-values.ts';
import { type Glob, globMatches } from './glob.ts';
import type { FieldValues } from './token-template.ts';
import type { TrustPolicy } from './trust-policy.ts';

/** Every combination of a few enumerated fields; more of them than this are not all combined. */
const limit = 64;

const letters = Array.from('qzxjkvwyubgfhmdcnplrtseiao9876543210QZXJKVWYUBGFHMDCNPLRTSEIAO-_');

/** What the policy rules out: the values of negated conditions, and of every condition of a Deny. */
const ruledOut = (policy: TrustPolicy): readonly string[] =>
  policy.statements.flatMap(({ effect, conditions }) =>
    conditions
      .filter(({ operator }) => effect === 'Deny' || operator.negated)
      .flatMap(({ values }) => values),
  );

/**
 * Characters that nothing ruled out contains. A text made of them can only be ruled out by a pattern
 * that rules out every text there.
 */
export const freshCharacters = (policy: TrustPolicy): readonly string[] | undefined => {
  const texts = ruledOut(policy);
  if (texts.length === 0) return undefined;
  const used = texts.join('').toLowerCase();
  return letters.filter((letter) => !used.includes(letter.toLowerCase()));
};

/** A value made of one character, as long as the field wants it, inside what the globs fix. */
const freshValue = (
  field: Field,
  globs: readonly Glob[],
  fresh: readonly string[],
): string | undefined => {
  const { min = 1 } = field;
  for (const letter of fresh) {
    if (!field.character.test(letter)) continue;
    const shapes = globs.length === 0 ? [[{ kind: 'many' } as const]] : globs;
    for (const shape of shapes) {
      const fixed = shape.filter(({ kind }) => kind !== 'many').length;
      const filler = letter.repeat(Math.max(min - fixed, 3));
      const text = shape
        .map((token) => {
          if (token.kind === 'char') return token.char;
          return token.kind === 'one' ? letter : filler;
        })
        .join('');
      if (isFieldValue(field, text) && globs.every((glob) => globMatches(glob, text))) return text;
    }
  }
  return undefined;
};

const combinations = (
  base: FieldValues,
  enumerated: readonly (readonly [string, readonly string[]])[],
): readonly FieldValues[] => {
  let all: readonly FieldValues[] = [base];
  for (const [name, values] of enumerated) {
    if (all.length * values.length > limit) break;
    all = all.flatMap((assignment) => values.map((value) => ({ ...assignment, [name]: value })));
  }
  return all;
};

/**
 * Values for all fields of a token, in the order in which they are worth trying: what a stranger
 * would bring; where the policy rules something out, values that it cannot have meant; and every
 * combination of fields that have few values.
 *
 * @param choices the values of each field that satisfy its globs, the stranger's first
 */
export function* fieldAssignments(
  fields: Readonly<Record<string, Field>>,
  choices: ReadonlyMap<string, readonly string[]>,
  way: FieldGlobs,
  fresh: readonly string[] | undefined,
): Generator<FieldValues> {
  const turn = (index: number): FieldValues =>
    Object.fromEntries(
      [...choices].map(([name, values]) => [name, values[index % values.length] ?? '']),
    );
  const first = turn(0);
  yield first;
  if (fresh !== undefined) {
    const enumerated = [...choices].filter(
      ([name, values]) => fields[name]?.values !== undefined && values.length > 1,
    );
    const replaced = Object.fromEntries(
      [...choices].flatMap(([name, values]) => {
        const field = fields[name];
        if (field === undefined || values.length < 2 || field.values !== undefined) return [];
        const value = freshValue(field, way.get(name) ?? [], fresh);
        return value === undefined ? [] : [[name, value]];
      }),
    );
    yield* combinations({ ...first, ...replaced }, enumerated);
    yield* combinations(first, enumerated);
  }
  yield turn(1);
  yield turn(2);
}
