import { describe, expect, it } from 'vitest';
import {
  globMatches,
  globText,
  isLiteral,
  literalGlob,
  parseGlob,
} from '../../../src/core/federation/glob.ts';

describe('a pattern', () => {
  it('takes neighbouring stars for one', () => {
    expect(parseGlob('a**?***b')).toEqual([
      { kind: 'char', char: 'a' },
      { kind: 'many' },
      { kind: 'one' },
      { kind: 'many' },
      { kind: 'char', char: 'b' },
    ]);
  });

  it('is written as it was read', () => {
    expect(globText(parseGlob('repo:a?/*:ref'))).toBe('repo:a?/*:ref');
  });

  it('is literal where nothing in it is wild', () => {
    expect(isLiteral(parseGlob('repo:a/b'))).toBe(true);
    expect(isLiteral(literalGlob('repo:*'))).toBe(true);
    expect(isLiteral(parseGlob('repo:*'))).toBe(false);
    expect(isLiteral(parseGlob('repo:?'))).toBe(false);
  });

  it.each([
    ['a*b', 'ab'],
    ['a*b*c', 'abc'],
    ['*a*', 'a'],
  ])('%s lets its stars stand for nothing in %s', (pattern, text) => {
    expect(globMatches(parseGlob(pattern), text)).toBe(true);
  });
});
