import type { Field } from '../idps/identity-provider.ts';
import { type Glob, globMatches, isLiteral } from './glob.ts';

/**
 * Values of a field that satisfy every glob, up to `wanted` of them: none, exactly one (the field is
 * pinned) or several (it is open). For an open field the first is the one a person would think of.
 */
export const fieldValues = (
  field: Field,
  globs: readonly Glob[],
  preferred: string,
  wanted: number,
): readonly string[] => {
  const isValue = (text: string) =>
    isFieldValue(field, text) && globs.every((g) => globMatches(g, text));
  if (field.assigned) return isValue(field.own) ? [field.own] : [];
  if (field.values !== undefined) return field.values.filter(isValue);
  if (globs.length === 0) {
    // Nothing asked of it: any few values will do.
    const any = [preferred, field.stranger, field.own, `${preferred}1`, 'x', 'a', '0'];
    return [...new Set(any.filter((text) => isFieldValue(field, text)))].slice(0, wanted);
  }
  const literal = globs.find(isLiteral);
  if (literal !== undefined) {
    const text = literal.map((token) => (token.kind === 'char' ? token.char : '')).join('');
    return isValue(text) ? [text] : [];
  }
  const found = new Set<string>();
  for (const text of [preferred, field.stranger, field.own]) {
    if (isValue(text)) found.add(text);
  }
  for (const glob of globs) {
    for (const filler of ['-evil', 'evil', preferred, 'x', 'a', '0', '1', '']) {
      if (found.size >= wanted) return [...found];
      const text = expand(glob, filler, field);
      if (isValue(text)) found.add(text);
    }
  }
  // Two values already show that the field is open; the search is for what nobody would guess.
  if (found.size < Math.min(wanted, 2)) {
    for (const text of shortest(field, globs, wanted)) found.add(text);
  }
  return [...found].slice(0, wanted);
};

/** Whether a field can hold a text at all. */
export const isFieldValue = (
  { character, min = 1, max = Number.POSITIVE_INFINITY }: Field,
  text: string,
) => {
  const characters = Array.from(text);
  return (
    characters.length >= min &&
    characters.length <= max &&
    characters.every((char) => character.test(char))
  );
};

const candidates = Array.from('ax0-_.:/@ 1bZ');

const expand = (glob: Glob, filler: string, field: Field): string => {
  const one = candidates.find((char) => field.character.test(char)) ?? 'x';
  return glob
    .map((token) => (token.kind === 'char' ? token.char : token.kind === 'one' ? one : filler))
    .join('');
};

/** Positions in one glob that may come next, stars followed. */
const closure = (glob: Glob, positions: Iterable<number>): readonly number[] => {
  const reached = new Set<number>();
  const visit = (position: number) => {
    if (reached.has(position)) return;
    reached.add(position);
    if (glob[position]?.kind === 'many') visit(position + 1);
  };
  for (const position of positions) visit(position);
  return [...reached].sort((a, b) => a - b);
};

const advance = (glob: Glob, positions: readonly number[], char: string): readonly number[] =>
  closure(
    glob,
    positions.flatMap((position) => {
      const token = glob[position];
      if (token?.kind === 'many') return [position];
      return token?.kind === 'one' || (token?.kind === 'char' && token.char === char)
        ? [position + 1]
        : [];
    }),
  );

/** For each position of a glob, how many characters it still asks for at least. */
const leftFrom = (glob: Glob): readonly number[] => {
  const left = new Array<number>(glob.length + 1).fill(0);
  for (let position = glob.length - 1; position >= 0; position -= 1) {
    left[position] = (left[position + 1] ?? 0) + (glob[position]?.kind === 'many' ? 0 : 1);
  }
  return left;
};

/**
 * The shortest texts in the intersection, by breadth-first search over all globs at once. Characters
 * that no glob names behave alike, so a few of them stand for all; each state is passed at most
 * `wanted` times per length, which is enough to find that many texts.
 */
const shortest = (field: Field, globs: readonly Glob[], wanted: number): readonly string[] => {
  const { min = 1, max = 255 } = field;
  const named = globs.flatMap((glob) =>
    glob.flatMap((token) => (token.kind === 'char' ? [token.char] : [])),
  );
  const alphabet = [...new Set([...named, ...candidates])].filter((char) =>
    field.character.test(char),
  );
  const left = globs.map(leftFrom);
  /** Whether every glob can still be ended within the field's length. */
  const isShortEnough = (length: number, states: readonly (readonly number[])[]): boolean =>
    states.every((state, index) =>
      state.some((position) => length + (left[index]?.[position] ?? 0) <= max),
    );
  const found: string[] = [];
  let layer = [{ text: '', states: globs.map((glob) => closure(glob, [0])) }].filter(({ states }) =>
    isShortEnough(0, states),
  );
  for (let length = 0; length <= max && layer.length > 0; length += 1) {
    for (const { text, states } of layer) {
      const isEnd = states.every((state, index) => state.includes(globs[index]?.length ?? 0));
      if (length >= min && isEnd) found.push(text);
      if (found.length >= wanted) return found;
    }
    const passed = new Map<string, number>();
    const next: typeof layer = [];
    for (const { text, states } of layer) {
      for (const char of alphabet) {
        const moved = globs.map((glob, index) => advance(glob, states[index] ?? [], char));
        if (moved.some((state) => state.length === 0)) continue;
        if (!isShortEnough(length + 1, moved)) continue;
        const id = moved.map((state) => state.join(',')).join(';');
        const times = passed.get(id) ?? 0;
        if (times >= wanted) continue;
        passed.set(id, times + 1);
        next.push({ text: text + char, states: moved });
      }
    }
    layer = next;
  }
  return found;
};
