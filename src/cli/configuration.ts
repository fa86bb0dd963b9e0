import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import type * as z from 'zod';
import type { Configuration } from '../core/model/configuration.ts';
import { InputError } from '../core/model/errors.ts';
import { closestTo } from './closest-to.ts';
import { configurationSchema } from './schemas/configuration.ts';

const defaultFile = 'lastkey.yaml';

/**
 * The configuration in a file; without a path, of `lastkey.yaml` in the working folder when there is
 * one, else all defaults.
 * @throws InputError that lists every fault
 */
export const loadConfiguration = (path?: string): Configuration => {
  const fileName = path ?? defaultFile;
  let text: string;
  try {
    text = readFileSync(fileName, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (path === undefined && code === 'ENOENT') return parseConfiguration('version: 1', fileName);
    throw new InputError(
      `The configuration cannot be read. Got ${code ?? String(cause)} for ${fileName}; ` +
        'expected a file in the format of "lastkey schema configuration".',
    );
  }
  return parseConfiguration(text, fileName);
};

/**
 * @param text YAML 1.2 (JSON is YAML too)
 * @param fileName for the fault messages
 * @throws InputError that lists every fault: path, got, expected
 */
export const parseConfiguration = (text: string, fileName: string): Configuration => {
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length > 0) {
    throw new InputError(
      `${fileName} is not YAML. Correct this and run again:`,
      document.errors.map((error) => error.message.trimEnd().replaceAll('\n', '\n    ')),
    );
  }
  const written: unknown = toPlain(() => document.toJS(), fileName) ?? {};
  const parsed = configurationSchema.safeParse(written);
  // `where` holds exactly one of its keys by then, which the schema checks but cannot type.
  if (parsed.success) return parsed.data as unknown as Configuration;
  const faults = parsed.error.issues.flatMap((issue) => describeIssue(issue, written));
  throw new InputError(
    `${fileName} has ${faults.length === 1 ? 'a fault. Correct it' : `${faults.length} faults. Correct all of them`} ` +
      'and run again; "lastkey schema configuration" prints the format.',
    faults,
  );
};

/** Aliases that unfold without end only show here. */
const toPlain = (read: () => unknown, fileName: string): unknown => {
  try {
    return read();
  } catch (cause) {
    throw new InputError(`${fileName} cannot be unfolded: ${(cause as Error).message}`);
  }
};

const describeIssue = (issue: z.core.$ZodIssue, written: unknown): readonly string[] => {
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeysAt(issue.path);
    return issue.keys.map((key) => {
      const meant = closestTo(key, known);
      return (
        `${pathText([...issue.path, key])}: got an unknown key, expected ` +
        (meant === undefined ? `one of ${known.join(', ')}` : `"${meant}"?`)
      );
    });
  }
  if (issue.code === 'invalid_key') {
    const key = issue.path.at(-1);
    const [first] = issue.issues;
    return [
      `${pathText(issue.path.slice(0, -1))}: got the key ${show(key)}, expected ${first?.message}`,
    ];
  }
  return [
    `${pathText(issue.path)}: got ${show(valueAt(written, issue.path))}, expected ${issue.message}`,
  ];
};

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  );

/** The keys that the schema has where an unknown one stood. */
const knownKeysAt = (path: readonly PropertyKey[]): readonly string[] => {
  let at: unknown = configurationSchema;
  for (const key of path) at = step(unwrapped(at), key);
  const { shape } = unwrapped(at);
  return shape === undefined ? [] : Object.keys(shape);
};

interface SchemaNode {
  readonly shape?: Readonly<Record<PropertyKey, unknown>>;
  readonly element?: unknown;
  readonly def?: { readonly innerType?: unknown };
}

const step = (node: SchemaNode, key: PropertyKey): unknown => node.shape?.[key] ?? node.element;

const unwrapped = (schema: unknown): SchemaNode => {
  let node = (schema ?? {}) as SchemaNode;
  while (node.def?.innerType !== undefined) node = node.def.innerType as SchemaNode;
  return node;
};

const pathText = (path: readonly PropertyKey[]): string => {
  if (path.length === 0) return '(the whole file)';
  return path
    .map((key, index) =>
      typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`,
    )
    .join('');
};

const show = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
};
