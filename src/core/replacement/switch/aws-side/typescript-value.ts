import { singleQuoted } from '../text-in.ts';
import { isShort, shapeOf, type Target, type Value } from './value.ts';

const references: Record<Target, string> = {
  'role arn': 'role.attrArn',
  'role name': 'role.ref',
  'trust anchor arn': 'trustAnchor.attrTrustAnchorArn',
  'profile arn': 'profile.attrProfileArn',
};

/** A value as a TypeScript expression. */
export const typescriptValue = (value: Value, indent = 0): string => {
  const pad = ' '.repeat(indent);
  const shape = shapeOf(value);
  switch (shape.kind) {
    case 'reference':
      return references[shape.to];
    case 'scalar':
      return typeof shape.value === 'string' ? singleQuoted(shape.value) : String(shape.value);
    case 'list':
      if (shape.items.length === 0) return '[]';
      return shape.items.length === 1 && shape.items.every(isShort)
        ? `[${shape.items.map((item) => typescriptValue(item)).join('')}]`
        : bracketed(
            '[',
            shape.items.map((item) => typescriptValue(item, indent + 2)),
            ']',
            pad,
          );
    case 'object':
      return shape.entries.length === 0
        ? '{}'
        : bracketed(
            '{',
            shape.entries.map(
              ([key, item]) => `${typescriptKey(key)}: ${typescriptValue(item, indent + 2)}`,
            ),
            '}',
            pad,
          );
  }
};

const bracketed = (open: string, parts: readonly string[], close: string, pad: string): string =>
  `${open}\n${parts.map((part) => `${pad}  ${part},\n`).join('')}${pad}${close}`;

/** `__proto__: …` in a literal would set the prototype. */
const typescriptKey = (key: string): string =>
  key === '__proto__' ? `['__proto__']` : /^[A-Za-z_$][\w$]*$/.test(key) ? key : singleQuoted(key);
