/**
 * JSON without `&`, `<` and `>`: Slack sends those back as HTML entities in some fields, and the
 * root user's name has two of them.
 */
export const writeSlackJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[&<>]/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
  );

/** The fields of a JSON object; `undefined` for anything else. */
export const readSlackJson = (text: unknown): Readonly<Record<string, unknown>> | undefined => {
  if (typeof text !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return asFields(value);
  } catch {
    return undefined;
  }
};

export const asFields = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
