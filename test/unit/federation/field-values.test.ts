import { describe, expect, it } from 'vitest';
import { alignTemplate } from '../../../src/core/federation/align-template.ts';
import { fieldValues } from '../../../src/core/federation/field-values.ts';
import { globMatches, globText, parseGlob } from '../../../src/core/federation/glob.ts';
import { guid, slug } from '../../../src/core/idps/fields.ts';

const owner = slug('stranger', 'acme');
const id = '437da666-7aab-4b60-a947-ec542536ca0d';

describe('values of a field', () => {
  const values = (globs: readonly string[], field = owner) =>
    fieldValues(field, globs.map(parseGlob), field.stranger, 3);

  it('one value when the pattern leaves no choice', () => {
    expect(values(['acme'])).toEqual(['acme']);
    expect(values(['a?', '?b'])).toEqual(['ab']);
    expect(values([`${id}*`], guid(id, id))).toEqual([id]);
  });

  it('several when it does, each of which matches', () => {
    for (const globs of [['*'], ['acme*'], ['*acme'], ['a?me'], ['*a*', '*b*', 'c*']]) {
      const found = values(globs);
      expect(found.length).toBeGreaterThan(1);
      for (const value of found) {
        expect(globs.every((glob) => globMatches(parseGlob(glob), value))).toBe(true);
      }
    }
  });

  it('none when nothing can match', () => {
    expect(values(['acme', 'other'])).toEqual([]);
    expect(values(['a*', 'b*'])).toEqual([]);
    expect(values(['a/b'])).toEqual([]);
    expect(values(['short*'], guid(id, id))).toEqual([]);
  });

  it('only its own value for what the provider makes up', () => {
    const step = { ...owner, assigned: true as const, own: 'x1' };
    expect(values(['*'], step)).toEqual(['x1']);
    expect(values(['x2'], step)).toEqual([]);
  });

  it('only the values there are', () => {
    const phase = { ...owner, values: ['plan', 'apply'] };
    expect(values(['*'], phase)).toEqual(['plan', 'apply']);
    expect(values(['a*'], phase)).toEqual(['apply']);
    expect(values(['destroy'], phase)).toEqual([]);
  });
});

describe('a pattern against a template', () => {
  const ways = (template: string, pattern: string) =>
    alignTemplate(template, parseGlob(pattern), { a: owner, b: owner }).ways.map((way) =>
      Object.fromEntries([...way].map(([name, globs]) => [name, globs.map(globText)])),
    );

  it('gives each field what the pattern says about it', () => {
    expect(ways('repo:<a>/<b>', 'repo:acme/*')).toEqual([{ a: ['acme'], b: ['*'] }]);
    expect(ways('repo:<a>/<b>', 'repo:acme*')).toEqual([{ a: ['acme*'], b: ['*'] }]);
    expect(ways('<a>:<a>', 'x:x*')).toEqual([{ a: ['x', 'x*'] }]);
  });

  it('lets text between stars stand in any field', () => {
    expect(ways('repo:<a>/<b>', '*shop*')).toEqual(
      expect.arrayContaining([
        { a: ['*shop*'], b: ['*'] },
        { a: ['*'], b: ['*shop*'] },
      ]),
    );
  });

  it('keeps characters out of fields that cannot hold them', () => {
    expect(ways('repo:<a>/<b>', 'repo:acme@7/shop')).toEqual([]);
    expect(ways('repo:<a>', 'repo:')).toEqual([]);
    expect(ways('repo:<a>', 'rep*o')).toEqual([{ a: ['*o'] }]);
  });
});
