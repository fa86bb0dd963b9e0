import { isRecord } from '../input.ts';

/** A DynamoDB item without its type marks: `{pk: {S: 'a'}, n: {N: '1'}}` becomes `{pk: 'a', n: 1}`. */
export const plainItem = (item: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]));

const plainValue = (attribute: unknown): unknown => {
  if (!isRecord(attribute)) return attribute;
  const [[type, value] = []] = Object.entries(attribute);
  switch (type) {
    case 'N':
      return Number(value);
    case 'NS':
      return Array.isArray(value) ? value.map(Number) : value;
    case 'NULL':
      return null;
    case 'L':
      return Array.isArray(value) ? value.map(plainValue) : value;
    case 'M':
      return isRecord(value) ? plainItem(value) : value;
    default:
      return value; // text, truth values, text sets, and bytes as base64
  }
};
