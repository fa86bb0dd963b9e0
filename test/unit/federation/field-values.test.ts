import { describe, expect, it } from 'vitest';
import { fieldValues } from '../../../src/core/federation/field-values.ts';
import { parseGlob } from '../../../src/core/federation/glob.ts';

const field = { character: /[a-z-]/, max: 20, stranger: 'evil', own: 'shop' };

describe('values of a field', () => {
  it('are none when a pattern asks for more characters than the field can hold', () => {
    expect(fieldValues(field, [parseGlob(`a*${'long-'.repeat(5)}*`)], 'shop', 2)).toEqual([]);
  });

  it('are found up to the length that the field can hold', () => {
    const pattern = parseGlob(`a*${'l'.repeat(19)}`);
    expect(fieldValues(field, [pattern], 'shop', 2)).toEqual([`a${'l'.repeat(19)}`]);
  });
});
