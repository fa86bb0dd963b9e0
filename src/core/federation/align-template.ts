import type { Field } from '../idps/identity-provider.ts';
import { type Glob, type GlobToken, globText } from './glob.ts';
import { parseTemplate, type TemplatePart } from './token-template.ts';

/** What each field must look like for a template to match; a field may have to satisfy several. */
export type FieldGlobs = ReadonlyMap<string, readonly Glob[]>;

type Fields = Readonly<Record<string, Field>>;

/** A step unit: one fixed character, or a field. */
type Step = { readonly char: string } | { readonly field: string };

const stepsOf = (parts: readonly TemplatePart[]): readonly Step[] =>
  parts.flatMap((part): readonly Step[] =>
    part.kind === 'field'
      ? [{ field: part.name }]
      : Array.from(part.text, (char): Step => ({ char })),
  );

const fits = (token: GlobToken, field: Field | undefined): boolean =>
  token.kind !== 'char' || field === undefined || field.character.test(token.char);

/** More ways than a policy of IAM's size can need; beyond it the answer says so. */
const limit = 4000;

export interface Alignments {
  readonly ways: readonly FieldGlobs[];
  /** Whether every way was found. */
  readonly complete: boolean;
}

/**
 * Every way in which a pattern can match a template: for each, what it asks of the fields. A `*` may
 * end in one field and go on in the next, across the fixed text between them, because IAM's
 * wildcards know no separators.
 */
export const alignTemplate = (template: string, pattern: Glob, fields: Fields): Alignments => {
  const steps = stepsOf(parseTemplate(template));
  const ways = new Map<string, FieldGlobs>();
  const dead = new Set<string>();
  let visits = 0;

  /** Fields taken so far; answers whether any way was found from here. */
  const walk = (step: number, at: number, taken: readonly (readonly [string, Glob])[]): boolean => {
    const place = `${step}:${at}`;
    if (dead.has(place)) return false;
    visits += 1;
    if (visits > limit * 50 || ways.size >= limit) return false;
    const current = steps[step];
    const token = pattern[at];
    let found = false;
    if (current === undefined) {
      if (!pattern.slice(at).every(({ kind }) => kind === 'many')) return false;
      const merged = new Map<string, readonly Glob[]>();
      for (const [name, glob] of taken) merged.set(name, [...(merged.get(name) ?? []), glob]);
      const id = [...merged].map(([name, globs]) => `${name}=${globs.map(globText)}`).join('\n');
      ways.set(id, merged);
      return true;
    }
    if ('char' in current) {
      if (token?.kind === 'many') {
        found = walk(step, at + 1, taken) || found;
        found = walk(step + 1, at, taken) || found;
      } else if (token?.kind === 'one' || (token?.kind === 'char' && token.char === current.char)) {
        found = walk(step + 1, at + 1, taken);
      }
    } else {
      const field = fields[current.field];
      for (let end = at; end <= pattern.length; end += 1) {
        const last = pattern[end];
        const slice = pattern.slice(at, end);
        if (last?.kind === 'many') {
          // The star goes on after the field; ending the field before it would be a special case.
          found = walk(step + 1, end, [...taken, [current.field, [...slice, last]]]) || found;
        } else if (slice.length > 0) {
          found = walk(step + 1, end, [...taken, [current.field, slice]]) || found;
        }
        if (last === undefined || !fits(last, field)) break;
      }
    }
    if (!found) dead.add(place);
    return found;
  };

  walk(0, 0, []);
  return { ways: [...ways.values()], complete: visits <= limit * 50 && ways.size < limit };
};
