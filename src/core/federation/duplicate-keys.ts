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

/**
 * The duplicate keys of a JSON text, in order of appearance.
 *
 * `text` must be valid JSON (`JSON.parse` has accepted it). A loop with its own stack, because a
 * hostile document may nest deeper than the call stack.
 */
export const duplicateKeys = (text: string): readonly DuplicateKey[] => {
  const found: DuplicateKey[] = [];
  const stack: Container[] = [];
  let pendingString: string | undefined;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:,]/g)) {
    const inside = stack.at(-1);
    if (token === '{' || token === '[') {
      const keys = token === '{' ? new Set<string>() : undefined;
      stack.push({ path: pathInside(inside), keys, key: '', index: 0 });
    } else if (token === '}' || token === ']') {
      stack.pop();
    } else if (token === ',') {
      if (inside !== undefined) inside.index += 1;
    } else if (token === ':') {
      if (inside?.keys === undefined || pendingString === undefined) continue;
      const key: string = JSON.parse(pendingString);
      if (inside.keys.has(key)) found.push({ path: inside.path, key });
      inside.keys.add(key);
      inside.key = key;
    } else {
      pendingString = token;
    }
  }
  return found;
};
