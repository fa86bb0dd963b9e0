import { yamlText } from '../text-in.ts';
import { shapeOf, type Target, type Value } from './value.ts';

const references: Record<Target, string> = {
  'role arn': '!GetAtt Role.Arn',
  'role name': '!Ref Role',
  'trust anchor arn': '!GetAtt TrustAnchor.TrustAnchorArn',
  'profile arn': '!GetAtt Profile.ProfileArn',
};

/**
 * A value as CloudFormation YAML, to be put right behind `key:`. Every text that is not a plain word
 * stands in double quotes: neither a tag (`!Sub`) nor a number nor a boolean can come of it.
 */
export const yamlValue = (value: Value, indent = 0): string => {
  const pad = ' '.repeat(indent);
  const shape = shapeOf(value);
  switch (shape.kind) {
    case 'reference':
      return ` ${references[shape.to]}`;
    case 'scalar':
      return ` ${typeof shape.value === 'string' ? yamlText(shape.value) : String(shape.value)}`;
    case 'list':
      return shape.items.length === 0
        ? ' []'
        : shape.items.map((item) => `\n${pad}-${listItem(item, indent)}`).join('');
    case 'object':
      return shape.entries.length === 0
        ? ' {}'
        : shape.entries
            .map(([key, item]) => `\n${pad}${yamlText(key)}:${yamlValue(item, indent + 2)}`)
            .join('');
  }
};

/** The first key of an object stands on the line of its dash. */
const listItem = (item: Value, indent: number): string => {
  const text = yamlValue(item, indent + 2);
  return shapeOf(item).kind === 'object' && text.startsWith('\n')
    ? ` ${text.slice(1 + indent + 2)}`
    : text;
};
