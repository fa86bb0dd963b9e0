/** Reading the fields of an AWS answer whose shape nobody vouches for. */

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const listOf = (value: unknown): readonly Fields[] =>
  Array.isArray(value) ? value.filter(isFields) : [];

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** `[{Key, Value}]` as a record. */
export const tagsIn = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    listOf(value).flatMap(({ Key, Value }) =>
      typeof Key === 'string' ? [[Key, typeof Value === 'string' ? Value : '']] : [],
    ),
  );

/**
 * A policy document as JSON text: given as an object (AWS CLI), as JSON, or URL-encoded by RFC 3986
 * (the API). `undefined` when it is none of these.
 */
export const documentText = (value: unknown): string | undefined => {
  if (isFields(value)) return JSON.stringify(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (text.startsWith('{')) return text;
  try {
    const decoded = decodeURIComponent(text).trim();
    return decoded.startsWith('{') ? decoded : undefined;
  } catch {
    return undefined;
  }
};
