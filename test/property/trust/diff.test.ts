import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldLine } from '../../../src/cli/trust/fold-line.ts';
import { lineDiff } from '../../../src/cli/trust/line-diff.ts';
import { patchedDocument } from '../../../src/cli/trust/patched-document.ts';
import { linesOf, yamlValue } from '../../../src/cli/trust/source-text.ts';

const printed = (value: unknown): readonly string[] => JSON.stringify(value, null, 2).split('\n');
const withoutCommas = (lines: readonly string[]) => lines.map((line) => line.replace(/,$/, ''));

describe('a diff', () => {
  it('is the one document without what is put in, and the other without what is taken away', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (before, after) => {
        const lines = lineDiff(before, after, Number.MAX_SAFE_INTEGER);
        const kept = (sign: string) =>
          withoutCommas(lines.filter((line) => line.sign !== sign).map(({ text }) => text));
        const same =
          JSON.stringify(withoutCommas(printed(before))) ===
          JSON.stringify(withoutCommas(printed(after)));
        if (same) expect(lines).toEqual([]);
        else {
          expect(kept('+')).toEqual(withoutCommas(printed(before)));
          expect(kept('-')).toEqual(withoutCommas(printed(after)));
        }
      }),
    );
  });
});

describe('a folded line', () => {
  it('is never wider than asked, and holds every word', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[!-~]{1,60}$/), { maxLength: 30 }),
        fc.integer({ min: 20, max: 100 }),
        (words, width) => {
          const lines = foldLine(words.join(' '), width, '> ', '  ');
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
          expect(
            lines
              .map((line) => line.slice(2))
              .join('')
              .replaceAll(' ', ''),
          ).toBe(words.join(''));
        },
      ),
    );
  });
});

describe('a patch on a policy as it is written', () => {
  const document = { Statement: [{ Condition: { StringLike: { 'a/b~c:sub': 'x' } } }] };
  const path = '/Statement/0/Condition/StringLike/a~1b~0c:sub';

  it('changes the place alone, and leaves the original', () => {
    const before = structuredClone(document);
    expect(patchedDocument(document, [{ op: 'replace', path, value: 'y' }])).toEqual({
      Statement: [{ Condition: { StringLike: { 'a/b~c:sub': 'y' } } }],
    });
    expect(patchedDocument(document, [{ op: 'remove', path }])).toEqual({
      Statement: [{ Condition: { StringLike: {} } }],
    });
    expect(document).toEqual(before);
  });

  it('is not applied where it does not fit', () => {
    const missing = '/Statement/1/Condition';
    expect(
      patchedDocument(document, [{ op: 'add', path: `${missing}/x`, value: 'y' }]),
    ).toBeUndefined();
    expect(patchedDocument(document, [{ op: 'remove', path: missing }])).toBeUndefined();
    expect(
      patchedDocument(document, [{ op: 'replace', path: '/Other', value: 'y' }]),
    ).toBeUndefined();
  });
});

describe('a text with its lines', () => {
  it('reads any JSON as YAML does, and finds the line of every value', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-zA-Z:./-]{1,20}$/), fc.jsonValue({ maxDepth: 2 })),
        (value) => {
          const text = JSON.stringify(value, null, 2);
          expect(JSON.stringify(yamlValue('x', text).value)).toBe(JSON.stringify(JSON.parse(text)));
          const lines = text.split('\n');
          const lineOf = linesOf(text);
          for (const key of Object.keys(value)) {
            expect(lines[(lineOf([key]) ?? 0) - 1]).toMatch(`  ${JSON.stringify(key)}:`);
          }
        },
      ),
    );
  });

  it('answers the line of what is around a place that is not written out', () => {
    const lineOf = linesOf('a:\n  b: !Sub text\nc:\n  - d: 1\n  - e: 2\n');
    expect(lineOf(['a', 'b', 'Statement', 0])).toBe(2);
    expect(lineOf(['c', 1])).toBe(5);
    expect(lineOf(['c', 1, 'e'])).toBe(5);
    expect(lineOf([])).toBe(1);
    expect(lineOf(['nothing'])).toBe(1);
  });
});
