/** A JSON object that names a key twice: parsers, and so IAM, keep the last. */
export interface DuplicateKey {
  /** Where the object is: `Statement[0].Condition`. */
  readonly path: string;
  readonly key: string;
}

interface Container {
  readonly path: string;
  /** `undefined` for an array. */
  readonly keys: Set<string> | undefined;
  key: string;
  index: number;
}

const pathInside = (container: Container | undefined): string => {
  if (container === undefined) return '';
  if (container.keys === undefined) return `${container.path}[${container.index}]`;
  return container.path === '' ? container.key : `${container.path}.${container.key}`;
};

/** Where the string ends that begins here. */
const closingQuote = (text: string, start: number): number => {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
};

/**
 * The duplicate keys of a JSON text, in order of appearance.
 *
 * `text` must be valid JSON (`JSON.parse` has accepted it). A loop with its own stack and no regular
 * expression, because a hostile document may nest deeper, and hold longer strings, than the call
 * stack bears.
 */
export const duplicateKeys = (text: string): readonly DuplicateKey[] => {
  const found: DuplicateKey[] = [];
  const stack: Container[] = [];
  let lastString = '';
  for (let at = 0; at < text.length; at += 1) {
    const inside = stack.at(-1);
    const char = text[at];
    if (char === '"') {
      const end = closingQuote(text, at);
      lastString = text.slice(at, end + 1);
      at = end;
    } else if (char === '{' || char === '[') {
      const keys = char === '{' ? new Set<string>() : undefined;
      stack.push({ path: pathInside(inside), keys, key: '', index: 0 });
    } else if (char === '}' || char === ']') {
      stack.pop();
    } else if (char === ',' && inside !== undefined) {
      inside.index += 1;
    } else if (char === ':' && inside !== undefined) {
      const key: string = JSON.parse(lastString);
      if (inside.keys?.has(key)) found.push({ path: inside.path, key });
      inside.keys?.add(key);
      inside.key = key;
    }
  }
  return found;
};
