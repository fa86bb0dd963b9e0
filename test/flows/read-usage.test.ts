import { describe, expect, it } from 'vitest';
import { known, unknown } from '../../src/core/model/fact.ts';
import { type AccessKeyId, parseAccessKeyId } from '../../src/core/model/ids.ts';
import { addSeconds, type Instant } from '../../src/core/model/instant.ts';
import { addressClassifier } from '../../src/core/usage/address-kind.ts';
import { shippedAddressRanges } from '../../src/core/usage/shipped-address-ranges.ts';
import type { UsageProgress } from '../../src/core/usage/usage-progress.ts';
import { readUsage } from '../../src/flows/read-usage.ts';
import type { LookedUpEvent, UsageAccount, UsageTable } from '../../src/flows/usage-ports.ts';
import { key as caseKey } from './key-story.ts';

const keyId = parseAccessKeyId('AKIAIOSFODNN7EXAMPLE') as AccessKeyId;
const key = { ...caseKey, accessKeyId: keyId, createdAt: '2024-01-01T00:00:00.000Z' as Instant };
const now = '2026-11-03T10:00:00.000Z' as Instant;
const classify = addressClassifier(shippedAddressRanges);

const eventAt = (at: Instant, id: string): LookedUpEvent => ({
  id,
  at,
  record: {
    eventID: id,
    userIdentity: { type: 'IAMUser', accessKeyId: keyId },
    eventTime: at,
    eventSource: 's3.amazonaws.com',
    eventName: 'ListObjects',
    sourceIPAddress: '3.238.12.9',
  },
});

/** An event history that answers as CloudTrail does: newest first, 50 a page, both ends included. */
const history = (events: LookedUpEvent[]) => {
  const asked: string[] = [];
  const tokens = new Map<string, string>();
  const account: UsageAccount = {
    page: ({ region, from, to, next }) => {
      asked.push(`${region} ${from} ${to}`);
      const times = `${from} ${to}`;
      // A token of other times is refused, as CloudTrail does.
      if (next !== undefined && tokens.get(next) !== times) {
        return Promise.resolve(unknown('InvalidNextToken', 'LookupEvents'));
      }
      const start = Number(next?.split(':')[1] ?? 0);
      const found = events
        .filter(({ at }) => at >= from && at <= to)
        .sort((a, b) => (a.at === b.at ? 0 : a.at > b.at ? -1 : 1));
      const token = `${times}:${start + 50}`.replace(/.*:/, 'token:');
      tokens.set(token, times);
      return Promise.resolve(
        known(
          {
            events: found.slice(start, start + 50),
            ...(found.length > start + 50 ? { next: token } : {}),
          },
          now,
          'LookupEvents',
        ),
      );
    },
    lastAccessed: () =>
      Promise.resolve(
        known(
          {
            actions: [
              { action: 's3:ListBucket', at: now },
              { action: 'sqs:SendMessage', at: now },
            ],
            services: [{ service: 'translate', at: now }],
          },
          now,
          'GetServiceLastAccessedDetails',
        ),
      ),
  };
  return { account, asked };
};

const memoryTable = () => {
  let stored: string | null = null;
  const table: UsageTable = {
    read: () => Promise.resolve(stored === null ? null : (JSON.parse(stored) as UsageProgress)),
    write: (_key, progress) => {
      const before = stored === null ? 0 : (JSON.parse(stored) as UsageProgress).version;
      if (before !== progress.version) return Promise.resolve('changed' as const);
      stored = JSON.stringify({ ...progress, version: progress.version + 1 });
      return Promise.resolve('written' as const);
    },
  };
  return table;
};

const hourly = (count: number): LookedUpEvent[] =>
  Array.from({ length: count }, (_, index) => eventAt(addSeconds(now, -3600 * index), `e${index}`));

describe('reading what a key is used for', () => {
  it('reads every page of every Region, and says that it did', async () => {
    const { account, asked } = history(hourly(120));
    const outcome = await readUsage(
      { key, regions: ['us-east-1'], pagesAllowed: 10, now },
      { account, classify },
    );
    expect(outcome).toMatchObject({ pages: 3, isComplete: true, kept: 'not-kept' });
    expect(outcome.usage.records).toBe(120);
    expect(outcome.usage.actions[0]).toMatchObject({ action: 's3:ListBucket', count: 120 });
    expect(new Set(asked)).toEqual(
      new Set(['us-east-1 2026-08-05T10:00:00.000Z 2026-11-03T10:00:00.000Z']),
    );
  });

  it('stops at what was allowed, newest first, and goes on from there without counting twice', async () => {
    const { account } = history(hourly(500));
    const table = memoryTable();
    const counts: number[] = [];
    for (let run = 0; run < 12; run += 1) {
      const { usage, isComplete, pages } = await readUsage(
        { key, regions: ['us-east-1'], pagesAllowed: 2, now: addSeconds(now, run) },
        { account, table, classify },
      );
      expect(pages).toBeLessThanOrEqual(2);
      counts.push(usage.records);
      expect(usage.lastSeenAt).toBe(now);
      if (isComplete) break;
      expect(usage.read[0]).toMatchObject({ complete: false });
    }
    expect(counts[0]).toBe(100);
    expect(counts.at(-1)).toBe(500);
  });

  it('counts more events of one second than fit a page', async () => {
    const { account } = history(
      Array.from({ length: 130 }, (_, index) => eventAt(now, `s${index}`)),
    );
    const table = memoryTable();
    let records = 0;
    for (let run = 0; run < 8; run += 1) {
      const { usage } = await readUsage(
        { key, regions: ['us-east-1'], pagesAllowed: 3, now },
        { account, table, classify },
      );
      records = usage.records;
    }
    expect(records).toBe(130);
  });

  it('counts events that CloudTrail delivers late, once', async () => {
    const events = hourly(3);
    const { account } = history(events);
    const table = memoryTable();
    const read = (at: Instant) =>
      readUsage(
        { key, regions: ['us-east-1'], pagesAllowed: 9, now: at },
        { account, table, classify },
      );
    expect((await read(now)).usage.records).toBe(3);
    events.push(eventAt(addSeconds(now, -300), 'late'), eventAt(addSeconds(now, 60), 'new'));
    expect((await read(addSeconds(now, 600))).usage.records).toBe(5);
    expect((await read(addSeconds(now, 1200))).usage.records).toBe(5);
  });

  it('says of a Region that could not be read why, and keeps what it has', async () => {
    const { account } = history(hourly(3));
    const outcome = await readUsage(
      { key, regions: ['us-east-1', 'eu-west-1'], pagesAllowed: 9, now },
      {
        account: {
          ...account,
          page: (request) =>
            request.region === 'eu-west-1'
              ? Promise.resolve(unknown('throttled (Throttling)', 'LookupEvents', 'yes'))
              : account.page(request),
        },
        classify,
      },
    );
    expect(outcome.isComplete).toBe(false);
    expect(outcome.usage.records).toBe(3);
    expect(outcome.usage.read.map(({ region, complete }) => ({ region, complete }))).toEqual([
      { region: 'us-east-1', complete: true },
      { region: 'eu-west-1', complete: false },
    ]);
    expect(outcome.usage.read[1]?.why).toBe('throttled (Throttling)');
  });

  it('says that look-ups have no data events', async () => {
    const { account } = history([]);
    const { usage } = await readUsage(
      { key, regions: ['us-east-1'], pagesAllowed: 1, now },
      { account, classify },
    );
    expect(usage.read[0]?.why).toContain('no data events');
  });

  it('adds what IAM says of the user, apart from what the key was seen doing', async () => {
    const { account } = history(hourly(1));
    const { usage } = await readUsage(
      { key, regions: ['us-east-1'], pagesAllowed: 1, userArn: 'arn:aws:iam::1:user/x', now },
      { account, classify },
    );
    expect(usage.actions.map(({ action, origin }) => `${action} ${origin}`)).toEqual([
      's3:ListBucket record',
      'sqs:SendMessage last-accessed',
    ]);
    expect(usage.servicesLastAccessed).toEqual([{ service: 'translate', at: now }]);
    expect(usage.read.at(-1)).toMatchObject({ source: 'service-last-accessed', complete: true });
  });
});
