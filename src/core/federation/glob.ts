/**
 * IAM wildcards: `*` is any run of characters, `?` is one. They cross `/` and `:`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export type GlobToken = { readonly kind: 'char'; readonly char: string } | Wildcard;
export interface Wildcard {
  readonly kind: 'one' | 'many';
}
export type Glob = readonly GlobToken[];

/** Every character stands for itself. */
export const literalGlob = (text: string): Glob =>
  Array.from(text, (char) => ({ kind: 'char', char }));

/** `*` and `?` are wild; neighbouring stars are one. */
export const parseGlob = (pattern: string): Glob => {
  const tokens: GlobToken[] = [];
  for (const char of pattern) {
    if (char !== '*') tokens.push(char === '?' ? { kind: 'one' } : { kind: 'char', char });
    else if (tokens.at(-1)?.kind !== 'many') tokens.push({ kind: 'many' });
  }
  return tokens;
};

export const isLiteral = (glob: Glob): boolean => glob.every((token) => token.kind === 'char');

export const globText = (glob: Glob): string =>
  glob
    .map((token) => (token.kind === 'char' ? token.char : token.kind === 'one' ? '?' : '*'))
    .join('');

/** Greedy with one step back: linear in practice, no regular expression to blow up. */
export const globMatches = (glob: Glob, text: string): boolean => {
  const characters = Array.from(text);
  let at = 0;
  let next = 0;
  let star = -1;
  let starAt = 0;
  while (at < characters.length) {
    const token = glob[next];
    if (token?.kind === 'many') {
      star = next;
      starAt = at;
      next += 1;
    } else if (token?.kind === 'one' || (token?.kind === 'char' && token.char === characters[at])) {
      at += 1;
      next += 1;
    } else if (star >= 0) {
      starAt += 1;
      at = starAt;
      next = star + 1;
    } else {
      return false;
    }
  }
  return glob.slice(next).every((token) => token.kind === 'many');
};
