import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLogFiles } from '../../../src/cli/usage/read-log-files.ts';
import { addressClassifier } from '../../../src/core/usage/address-kind.ts';
import { shippedAddressRanges } from '../../../src/core/usage/shipped-address-ranges.ts';

const classify = addressClassifier(shippedAddressRanges);
const record = (id: number, accessKeyId: string, more: object = {}) => ({
  eventID: `event-${id}`,
  userIdentity: { type: 'IAMUser', accessKeyId },
  eventTime: `2026-11-0${id}T09:00:00Z`,
  eventSource: 'sqs.amazonaws.com',
  eventName: 'GetQueueUrl',
  awsRegion: 'eu-west-1',
  ...more,
});
const one = 'AKIAEXAMPLE000000001';
const two = 'AKIAEXAMPLE000000002';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lastkey-logs-'));
  writeFileSync(
    join(folder, 'a.json'),
    JSON.stringify({
      Records: [record(1, one), record(2, two), record(3, 'ASIAEXAMPLE000000003')],
    }),
  );
  writeFileSync(
    join(folder, 'b.json.gz'),
    gzipSync(
      JSON.stringify({
        Records: [record(2, two), record(4, one), record(5, one, { eventName: undefined })],
      }),
    ),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('usage from CloudTrail log files', () => {
  it('is told for every key in one reading, each event once', async () => {
    const read = await readLogFiles([folder], classify);
    expect(read).toMatchObject({ files: 2, records: 6, duplicates: 1 });
    expect([...read.usages].map(([id, usage]) => [id, usage.records])).toEqual([
      [one, 2],
      [two, 1],
    ]);
    expect(read.usages.get([...read.usages.keys()][0] ?? ('' as never))).toMatchObject({
      firstSeenAt: '2026-11-01T09:00:00.000Z',
      lastSeenAt: '2026-11-04T09:00:00.000Z',
      actions: [{ action: 'sqs:GetQueueUrl', count: 2 }],
    });
  });

  it('says how far the files reach, and what in them could not be read', async () => {
    const { reading, unreadable } = await readLogFiles([folder, join(folder, 'none')], classify);
    expect(reading).toMatchObject({
      source: 'cloudtrail-logs',
      from: '2026-11-01T09:00:00.000Z',
      complete: false,
    });
    expect(unreadable.map(({ why }) => why)).toContain('there is no such file or folder');
    expect(unreadable).toHaveLength(2);
  });
});
