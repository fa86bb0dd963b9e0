import { hclText } from '../text-in.ts';
import { isShort, shapeOf, type Target, type Value } from './value.ts';

/**
 * A value as a Terraform expression, as `terraform fmt` would leave it.
 * @param reference how a reference to another resource is written here
 * https://developer.hashicorp.com/terraform/language/style
 */
export const hclValue = (value: Value, reference: HclReference, indent = 0): string => {
  const pad = ' '.repeat(indent);
  const shape = shapeOf(value);
  switch (shape.kind) {
    case 'reference':
      return reference(shape.to);
    case 'scalar':
      return typeof shape.value === 'string' ? hclText(shape.value) : String(shape.value);
    case 'list':
      if (shape.items.length === 0) return '[]';
      return shape.items.length === 1 && shape.items.every(isShort)
        ? `[${shape.items.map((item) => hclValue(item, reference)).join('')}]`
        : `[\n${shape.items
            .map((item) => `${pad}  ${hclValue(item, reference, indent + 2)},\n`)
            .join('')}${pad}]`;
    case 'object':
      return shape.entries.length === 0
        ? '{}'
        : `{\n${hclLines(
            shape.entries.map(([key, item]) => [
              hclKey(key),
              hclValue(item, reference, indent + 2),
            ]),
            indent + 2,
          )}${pad}}`;
  }
};

export type HclReference = (to: Target) => string;

/** `name = value` lines; the equals signs of neighbours that take one line each stand in a column. */
export const hclLines = (
  entries: readonly (readonly [name: string, value: string])[],
  indent: number,
): string => {
  const pad = ' '.repeat(indent);
  const isLong = entries.map(([, value]) => value.includes('\n'));
  return entries
    .map(([name, value], index) => {
      const width = isLong[index] ? 0 : widthOfRun(entries, isLong, index);
      return `${pad}${name.padEnd(width)} = ${value}\n`;
    })
    .join('');
};

/** The longest name in the run of one-line entries around `index`. */
const widthOfRun = (
  entries: readonly (readonly [name: string, value: string])[],
  isLong: readonly boolean[],
  index: number,
): number => {
  const from = isLong.lastIndexOf(true, index) + 1;
  const next = isLong.indexOf(true, index);
  const run = entries.slice(from, next === -1 ? entries.length : next);
  return Math.max(...run.map(([name]) => name.length));
};

const hclKey = (key: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) && !/^(?:for|if|in|true|false|null)$/.test(key)
    ? key
    : hclText(key);
