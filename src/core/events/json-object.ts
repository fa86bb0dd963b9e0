/** Reading fields of JSON that nobody vouches for: what is not there, or is of another type, is absent. */

export type JsonObject = { readonly [key: string]: unknown };

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const nothing: JsonObject = {};

/** The object under a key; an empty one when there is none. */
export const objectIn = (from: JsonObject, key: string): JsonObject => {
  const value = from[key];
  return isJsonObject(value) ? value : nothing;
};

/** The text under a key; empty text counts as absent, as CloudTrail writes it for "none". */
export const textIn = (from: JsonObject, key: string): string | undefined => {
  const value = from[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** The texts of a list under a key; a list with anything else in it is absent as a whole. */
export const textsIn = (from: JsonObject, key: string): readonly string[] | undefined => {
  const value = from[key];
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
    ? value
    : undefined;
};

/** The objects of a list under a key. */
export const objectsIn = (from: JsonObject, key: string): readonly JsonObject[] => {
  const value = from[key];
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
};

/** `{ name: defined value }`, or nothing at all: absent and `undefined` differ in a change. */
export const optional = <Key extends string, const Value>(
  key: Key,
  value: Value | undefined,
): { readonly [K in Key]?: Value } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Value };
