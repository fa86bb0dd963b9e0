import type { Input } from '../input.ts';
import { recordList, requiredText } from '../input.ts';

export const readTags = (input: Input): readonly (readonly [string, string])[] =>
  recordList(input, 'Tags').map((tag) => [
    requiredText(tag, 'Key'),
    typeof tag['Value'] === 'string' ? tag['Value'] : '',
  ]);
