/** JSON documents in a text, or why there are none. */
export type JsonDocuments =
  | { readonly status: 'read'; readonly documents: readonly unknown[] }
  | { readonly status: 'unreadable'; readonly why: string };

/**
 * One JSON document, or several one after the other, as a loop over the pages of an answer leaves
 * them in a file.
 */
export const jsonDocuments = (text: string): JsonDocuments => {
  if (text.trim() === '') return { status: 'unreadable', why: 'an empty file' };
  try {
    return { status: 'read', documents: [JSON.parse(text)] };
  } catch (fault) {
    const parts = topLevelParts(text);
    if (parts.length > 1) {
      try {
        return { status: 'read', documents: parts.map((part) => JSON.parse(part) as unknown) };
      } catch {
        // The fault of the whole text says where it is.
      }
    }
    return { status: 'unreadable', why: `no JSON (${(fault as Error).message})` };
  }
};

/** Cuts after each bracket that closes the first level; strings are stepped over. */
const topLevelParts = (text: string): readonly string[] => {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '{' || token === '[') depth += 1;
    if (token === '}' || token === ']') depth -= 1;
    if (depth === 0 && (token === '}' || token === ']')) {
      parts.push(text.slice(start, index + 1));
      start = index + 1;
    }
  }
  return text.slice(start).trim() === '' ? parts : [...parts, text.slice(start)];
};
