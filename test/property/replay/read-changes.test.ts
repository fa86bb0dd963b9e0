import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChanges } from '../../../src/cli/replay/read-changes.ts';
import { watchedEvents } from '../../../src/core/events/watched-events.ts';
import { fullParse } from './full-parse.ts';

const names = [...Object.keys(watchedEvents), 'DescribeInstances', 'PutObject', 'Create"AccessKey'];
const ids = Array.from(
  { length: 12 },
  (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
);

/** A record that may be read, or lack or misspell anything; its nested values may look like records. */
const record = fc.letrec((tie) => ({
  record: fc.record(
    {
      eventVersion: fc.constantFrom('1.08', '1.11'),
      userIdentity: fc.oneof(
        fc.constant({ type: 'IAMUser', userName: 'alice', accountId: '111122223333' }),
        tie('nested'),
      ),
      eventTime: fc.constantFrom('2026-11-02T09:41:07Z', '2026-11-02T09:41:08Z', 'Nov 2, 2026'),
      eventSource: fc.constantFrom('iam.amazonaws.com', 'sts.amazonaws.com', 'ec2.amazonaws.com'),
      eventName: fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom(...names) },
        { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 1 }) },
      ),
      awsRegion: fc.constant('us-east-1'),
      requestParameters: fc.oneof(
        fc.constant({
          userName: 'deployer',
          accessKeyId: 'AKIAEXAMPLEDEPLOY001',
          status: 'Active',
        }),
        tie('nested'),
      ),
      responseElements: fc.oneof(
        fc.constant({ accessKey: { userName: 'deployer', accessKeyId: 'AKIAEXAMPLEDEPLOY001' } }),
        tie('nested'),
      ),
      eventID: fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom(...ids) },
        { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 0 }) },
      ),
      recipientAccountId: fc.constantFrom('111122223333', '444455556666'),
      userAgent: fc.string({
        unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', 'é', '😀', 'a', ':', ','),
      }),
    },
    { requiredKeys: ['eventName'] },
  ),
  nested: fc.oneof(
    { maxDepth: 3 },
    fc.jsonValue({ maxDepth: 2 }),
    tie('record'),
    fc.array(tie('record'), { maxLength: 3 }),
    fc.record({ Records: fc.array(tie('record'), { maxLength: 2 }) }),
  ),
})).record;

const events = fc.array(
  fc.oneof(
    { weight: 9, arbitrary: record },
    {
      weight: 1,
      arbitrary: record.map((detail) => ({ 'detail-type': 'AWS API Call via CloudTrail', detail })),
    },
    { weight: 1, arbitrary: record.map((inner) => ({ body: JSON.stringify(inner) })) },
  ),
  { maxLength: 8 },
);

const spaced = (value: unknown): string => JSON.stringify(value, null, 1).replaceAll(/\n */g, ' ');

/** Every way in which a file can hold the same events. */
const formats: Readonly<Record<string, (all: readonly unknown[]) => string>> = {
  'a CloudTrail file': (all) => JSON.stringify({ Records: all }),
  'a CloudTrail file with fields around the list': (all) =>
    JSON.stringify({ version: { a: [1] }, Records: all, NextToken: 'a]}"' }),
  'a pretty-printed file': (all) => `${JSON.stringify({ Records: all }, null, 2)}\n`,
  'a file with a space after each colon': (all) => spaced({ Records: all }),
  'the event history': (all) =>
    JSON.stringify({ Events: all.map((each) => ({ CloudTrailEvent: JSON.stringify(each) })) }),
  'a list': (all) => JSON.stringify(all),
  'a pretty-printed list': (all) => JSON.stringify(all, null, '\t'),
  'JSON Lines': (all) => all.map((each) => JSON.stringify(each)).join('\n'),
  'JSON Lines with Windows line ends': (all) =>
    all.map((each) => `${JSON.stringify(each)}\r\n`).join(''),
  'files after one another': (all) =>
    all.map((each) => `${JSON.stringify({ Records: [each] })}\n`).join(''),
  'names written with escapes': (all) =>
    JSON.stringify({ Records: all }).replaceAll('"eventName"', '"event\\u004eame"'),
  'values written with escapes': (all) =>
    JSON.stringify({ Records: all }).replaceAll('AccessKey"', 'Access\\u004bey"'),
  'names given twice': (all) =>
    JSON.stringify({ Records: all }).replaceAll(
      '"eventName":"CreateUser"',
      '"eventName":"CreateUser","eventName":"DescribeUser"',
    ),
};

const packings: Readonly<Record<string, (text: string) => Buffer>> = {
  plain: (text) => Buffer.from(text),
  gzip: (text) => gzipSync(text),
  'gzip in two members': (text) => {
    const bytes = Buffer.from(text);
    const half = bytes.length >> 1;
    return Buffer.concat([gzipSync(bytes.subarray(0, half)), gzipSync(bytes.subarray(half))]);
  },
};

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const created = JSON.parse(
  readFileSync('test/fixtures/events/create-user-with-tags.json', 'utf8'),
) as object;

const standardInput = { name: 'standard input', path: undefined };

describe('replay', () => {
  it.each(Object.keys(formats))(
    'reads %s exactly as JSON.parse of all of it does',
    async (format) => {
      await fc.assert(
        fc.asyncProperty(
          events,
          fc.constantFrom(...Object.keys(packings)),
          fc.integer({ min: 1, max: 3000 }),
          async (all, packing, size) => {
            const text = formats[format]?.(all) ?? '';
            fc.pre(text.trim() !== '');
            const bytes = packings[packing]?.(text) ?? Buffer.alloc(0);
            const read = await readChanges([standardInput], inChunks(bytes, size));
            const { records, duplicates, unreadable, changes } = read;
            expect({ records, duplicates, unreadable, changes }).toEqual(
              fullParse(text, standardInput.name),
            );
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  it('reads large chunks exactly, wherever they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        events,
        fc.integer({ min: 1, max: 40_000 }),
        fc.integer({ min: 16_000, max: 60_000 }),
        async (all, padding, size) => {
          const tags = Array.from({ length: padding / 20 }, (_, n) => ({
            key: `k"${n}`,
            value: '',
          }));
          const long = (n: number) => ({
            ...created,
            eventID: `long-${n}`,
            requestParameters: { userName: 'deployer', tags },
          });
          const many = Array.from({ length: 20 }, (_, n) => [...all, long(n)]).flat();
          const text = JSON.stringify({ Records: many });
          const read = await readChanges([standardInput], inChunks(Buffer.from(text), size));
          const { records, duplicates, unreadable, changes } = read;
          expect({ records, duplicates, unreadable, changes }).toEqual(
            fullParse(text, standardInput.name),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('answers any bytes, and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.integer({ min: 1, max: 64 }),
        async (bytes, size) => {
          const read = await readChanges([standardInput], inChunks(Buffer.from(bytes), size));
          expect(read.changes).toEqual([]);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('reads what comes before a cut, and says that there was one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1, maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        async (all, share) => {
          const whole = Buffer.from(JSON.stringify({ Records: all }));
          const cut = whole.subarray(0, Math.floor(whole.length * share));
          const read = await readChanges([standardInput], inChunks(cut, 100));
          const complete = await readChanges([standardInput], inChunks(whole, 100));
          expect(read.records).toBeLessThanOrEqual(all.length);
          expect(complete.changes).toEqual(expect.arrayContaining([...read.changes]));
          expect(read.unreadable.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});
