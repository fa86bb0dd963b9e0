/** A policy as an object, where its text is one: as it is, or percent-encoded. */
export const decodedDocument = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value.trimStart().startsWith('%') ? decodeURIComponent(value) : value);
  } catch {
    return undefined;
  }
};
