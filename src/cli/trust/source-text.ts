import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { DuplicateKey } from '../../core/federation/duplicate-keys.ts';
import { InputError } from '../../core/model/errors.ts';

/** Names and positions from the top of a text to a value in it. */
export type Path = readonly (string | number)[];

/** The line, from 1, of a value; of what is around it where the value itself is not written out. */
export type LineOf = (path: Path) => number | undefined;

/** Larger than any template or policy: CloudFormation takes 1 MB. */
const largest = 2 * 1024 * 1024;

const parse = (text: string, lines: LineCounter) =>
  parseDocument(text, { lineCounter: lines, uniqueKeys: false, logLevel: 'silent' });

type Document = ReturnType<typeof parse>;

/** The child of a node; of two equal keys the last, which is the one that counts. */
const child = (
  node: Node,
  name: string | number,
): { key?: Node; value: Node | null } | undefined => {
  if (isSeq(node) && typeof name === 'number') {
    const value = node.items[name] as Node | undefined;
    return value === undefined ? undefined : { value };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.findLast(
    ({ key }) => isScalar(key) && String(key.value) === String(name),
  );
  return pair === undefined
    ? undefined
    : { key: pair.key as Node, value: pair.value as Node | null };
};

/** Lines of a JSON or YAML text; the text is looked through when the first one is asked for. */
export const linesOf = (text: string): LineOf => {
  const lines = new LineCounter();
  let document: Document | undefined;
  return (path) => {
    if (text.length > largest) return undefined;
    document ??= parse(text, lines);
    let node: Node | null = document.contents;
    let at = node?.range?.[0];
    for (const name of path) {
      const found: ReturnType<typeof child> = node === null ? undefined : child(node, name);
      if (found === undefined) break;
      node = found.value;
      at = (found.key ?? found.value)?.range?.[0] ?? at;
    }
    return at === undefined ? undefined : lines.linePos(at).line;
  };
};

const deepest = 64;
/** More than any template has. */
const mostNodes = 200_000;
/** CloudFormation itself takes no aliases; one may stand for others without end. */
const mostAliases = 500;

/** `!Sub x` is `{"Fn::Sub": x}`; `Ref` and `Condition` have no prefix. */
const longForm = (tag: string, value: unknown): unknown => {
  const name = tag.slice(1);
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  const isDotted = name === 'GetAtt' && typeof value === 'string';
  return { [`Fn::${name}`]: isDotted ? value.split(/\.(.*)/s).slice(0, 2) : value };
};

/**
 * The value of a YAML text, with CloudFormation's short tags in their long form.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 * @throws InputError for what is no YAML
 */
export const yamlValue = (
  file: string,
  text: string,
): { readonly value: unknown; readonly duplicates: readonly DuplicateKey[] } => {
  const document = parse(text, new LineCounter());
  const [fault] = document.errors;
  if (fault !== undefined) {
    throw new InputError(`${file} is neither JSON nor YAML: ${fault.message.split('\n')[0]}`);
  }
  const duplicates: DuplicateKey[] = [];
  let nodes = 0;
  let aliases = 0;
  const plain = (node: unknown, path: string, depth: number): unknown => {
    nodes += 1;
    if (isAlias(node)) aliases += 1;
    if (depth > deepest || nodes > mostNodes || aliases > mostAliases) {
      throw new InputError(
        `${file} is nested or repeated further than any template. Expected at most ${deepest} levels, ${mostNodes} values and ${mostAliases} aliases.`,
      );
    }
    if (isAlias(node)) return plain(node.resolve(document), path, depth + 1);
    const tag = isScalar(node) || isSeq(node) || isMap(node) ? node.tag : undefined;
    const value = untagged(node, path, depth);
    return tag !== undefined && /^![A-Za-z]/.test(tag) ? longForm(tag, value) : value;
  };
  const untagged = (node: unknown, path: string, depth: number): unknown => {
    if (isSeq(node)) {
      return node.items.map((item, index) => plain(item, `${path}[${index}]`, depth + 1));
    }
    if (!isMap(node)) return isScalar(node) ? node.value : null;
    const fields = new Map<string, unknown>();
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : JSON.stringify(pair.key);
      if (fields.has(key)) duplicates.push({ path, key });
      fields.set(key, plain(pair.value, path === '' ? key : `${path}.${key}`, depth + 1));
    }
    return Object.fromEntries(fields);
  };
  return { value: plain(document.contents, '', 0), duplicates };
};
