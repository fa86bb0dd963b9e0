import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChange } from '../../../src/core/events/parse-change.ts';
import { watchedEvents } from '../../../src/core/events/watched-events.ts';

const fixtures = new URL('../../fixtures/events/', import.meta.url);
const samples = readdirSync(fixtures).map(
  (file) => JSON.parse(readFileSync(new URL(file, fixtures), 'utf8')) as unknown,
);

type Path = readonly (string | number)[];

const pathsOf = (value: unknown, path: Path = []): readonly Path[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))]
    : [path];

const replaced = (value: unknown, [key, ...rest]: Path, by: unknown): unknown => {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    string,
    unknown
  >;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
};

/** A fixture with one value anywhere in it replaced by any JSON. */
const damaged = fc
  .constantFrom(...samples)
  .chain((sample) =>
    fc
      .tuple(fc.constantFrom(...pathsOf(sample)), fc.jsonValue())
      .map(([path, value]) => replaced(sample, path, value)),
  );

const kinds = ['change', 'notForUs', 'unreadable'];

describe('parseChange', () => {
  it('answers any JSON and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.json()), (input) => {
        expect(kinds).toContain(parseChange(input).kind);
      }),
      { examples: [['"'.repeat(9)], [JSON.stringify(JSON.stringify('{}'))], ['__proto__']] },
    );
  });

  it('answers any record of a watched name, whatever else is in it', () => {
    const record = fc
      .tuple(
        fc.constantFrom(...Object.keys(watchedEvents)),
        fc.dictionary(fc.string(), fc.jsonValue()),
      )
      .map(([eventName, rest]) => ({
        ...rest,
        eventName,
        eventSource: eventName.startsWith('Assume') ? 'sts.amazonaws.com' : 'iam.amazonaws.com',
      }));
    fc.assert(
      fc.property(record, (input) => {
        expect(parseChange(input).kind).toBe('unreadable');
      }),
    );
  });

  it('answers a record with any one value damaged', () => {
    fc.assert(
      fc.property(damaged, (input) => {
        expect(kinds).toContain(parseChange(input).kind);
      }),
      { numRuns: 3000 },
    );
  });

  it('answers the same for a record, its text, its envelope and its queue record', () => {
    const bare = fc.constantFrom(
      ...samples.filter(
        (sample) =>
          parseChange(sample).kind === 'change' &&
          Object.hasOwn(sample as object, 'recipientAccountId'),
      ),
    );
    fc.assert(
      fc.property(bare, (sample) => {
        const record = sample as Record<string, unknown>;
        const envelope = {
          'detail-type': 'AWS API Call via CloudTrail',
          account: record['recipientAccountId'],
          detail: record,
        };
        const parsed = parseChange(record);
        expect(parseChange(JSON.stringify(record))).toEqual(parsed);
        expect(parseChange(envelope)).toEqual(parsed);
        expect(parseChange({ body: JSON.stringify(envelope) })).toEqual(parsed);
      }),
    );
  });

  it('never takes along what stands under credentials, wherever they are', () => {
    const secret = fc.string({ minLength: 12 }).map((text) => `secret:${text}`);
    fc.assert(
      fc.property(fc.constantFrom(...samples), secret, (sample, text) => {
        if (typeof sample !== 'object' || sample === null) return;
        const credentials = { sessionToken: text, secretAccessKey: text, accessKeyId: text };
        const inner = 'detail' in sample ? (sample.detail as object) : sample;
        const response = (inner as { responseElements?: object }).responseElements;
        const input = {
          ...inner,
          credentials,
          sessionToken: text,
          responseElements: { ...response, credentials, sessionToken: text },
        };
        expect(JSON.stringify(parseChange(input))).not.toContain(JSON.stringify(text).slice(1, -1));
      }),
    );
  });
});
