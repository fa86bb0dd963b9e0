import { type Glob, type GlobToken, literalGlob, parseGlob } from './glob.ts';
import { contextValue, type RequestContext } from './request-context.ts';

/**
 * A condition value with its policy variables filled in. What a variable brought stands for itself:
 * a `*` inside it is not wild.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export type Pattern = readonly { readonly text: string; readonly literal: boolean }[];

export type ResolvedPattern =
  | { readonly status: 'resolved'; readonly pattern: Pattern }
  /** The variable's key is not in the request and has no default: the comparison cannot hold. */
  | { readonly status: 'missing' }
  /** The variable's key is unknown or has several values. */
  | { readonly status: 'unknown' };

const variable = /\$\{([^}]*)\}/g;

export const hasVariables = (version: string, value: string): boolean =>
  version === '2012-10-17' && value.includes('${');

export const plainPattern = (text: string): Pattern => [{ text, literal: false }];

/** `${*}`, `${?}` and `${$}` are the escapes for the three special characters. */
const isEscape = (name: string): boolean => name === '*' || name === '?' || name === '$';

export const resolvePattern = (
  version: string,
  value: string,
  context: RequestContext,
): ResolvedPattern => {
  if (!hasVariables(version, value)) return { status: 'resolved', pattern: plainPattern(value) };
  const pattern: { text: string; literal: boolean }[] = [];
  let from = 0;
  for (const match of value.matchAll(variable)) {
    pattern.push({ text: value.slice(from, match.index), literal: false });
    from = match.index + match[0].length;
    const inner = match[1] ?? '';
    if (isEscape(inner)) {
      pattern.push({ text: inner, literal: true });
      continue;
    }
    const [, key = inner, fallback] = /^([^,]*),\s*'(.*)'\s*$/.exec(inner) ?? [];
    const got = contextValue(context, key.trim());
    if (got.status === 'unknown') return { status: 'unknown' };
    if (got.status === 'present') {
      const [only] = got.values;
      if (got.multivalued || only === undefined) return { status: 'unknown' };
      pattern.push({ text: only, literal: true });
    } else if (fallback === undefined) {
      return { status: 'missing' };
    } else {
      pattern.push({ text: fallback, literal: true });
    }
  }
  pattern.push({ text: value.slice(from), literal: false });
  return { status: 'resolved', pattern };
};

export const fillPattern = (pattern: Pattern): string => pattern.map(({ text }) => text).join('');

export const patternGlob = (pattern: Pattern): Glob =>
  pattern.flatMap(({ text, literal }): readonly GlobToken[] =>
    literal ? literalGlob(text) : parseGlob(text),
  );

/**
 * A value as a glob with nothing known about the request: a variable may stand for any text, an
 * escape is its character.
 */
export const openGlob = (version: string, value: string, wild: boolean): Glob => {
  const toGlob = wild ? parseGlob : literalGlob;
  if (!hasVariables(version, value)) return toGlob(value);
  const tokens: GlobToken[] = [];
  let from = 0;
  for (const match of value.matchAll(variable)) {
    tokens.push(...toGlob(value.slice(from, match.index)));
    const inner = match[1] ?? '';
    tokens.push(...(isEscape(inner) ? literalGlob(inner) : parseGlob('*')));
    from = match.index + match[0].length;
  }
  return [...tokens, ...toGlob(value.slice(from))];
};
