interface SchemaNode {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
}

/** docs/configuration.md, written from the JSON Schema so that the two cannot drift apart. */
export const configurationPage = (schema: SchemaNode): string => `# lastkey.yaml

One file, validated as a whole: every fault is told at once, with its path, what was got and what was
expected. Unknown keys are refused. \`lastkey schema configuration\` prints the JSON Schema for your
editor. A path in brackets is one item of a list, a path with \`*\` any key.

| setting | value | default | meaning |
| --- | --- | --- | --- |
${rows('', schema)
  .map((row) => `| ${row.join(' | ')} |`)
  .join('\n')}
`;

const rows = (path: string, node: SchemaNode): readonly (readonly string[])[] => {
  const own =
    path === '' || (node.type === 'object' && node.description === undefined)
      ? []
      : [[`\`${path}\``, allowed(node), defaultOf(node), node.description ?? '']];
  const named = Object.entries(node.properties ?? {}).flatMap(([key, inner]) =>
    rows(path === '' ? key : `${path}.${key}`, inner),
  );
  const anyKey =
    typeof node.additionalProperties === 'object'
      ? rows(`${path}.*`, node.additionalProperties)
      : [];
  const items = node.items?.properties === undefined ? [] : rows(`${path}[]`, node.items);
  const either = (node.anyOf ?? []).flatMap((choice) => rows(path, choice).slice(1));
  return [...own, ...named, ...anyKey, ...items, ...either];
};

const allowed = (node: SchemaNode): string => {
  if (node.const !== undefined) return code(node.const);
  if (node.enum !== undefined) return node.enum.map(code).join(', ');
  if (node.anyOf !== undefined) return node.anyOf.map(allowed).join(' or ');
  if (node.type === 'array')
    return `list of ${node.items === undefined ? 'anything' : allowed(node.items)}`;
  if (node.type === 'object') return 'mapping';
  if (node.type === 'integer') return `${node.minimum} to ${node.maximum}`;
  return node.type === 'string' ? 'text' : String(node.type);
};

const defaultOf = (node: SchemaNode): string =>
  node.default === undefined || node.type === 'object' ? '' : code(node.default);

const code = (value: unknown): string => `\`${JSON.stringify(value).replaceAll('|', '\\|')}\``;
