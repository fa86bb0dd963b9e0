import type { AccessKey } from '../core/keys/access-key.ts';
import { addDays, type Instant } from '../core/model/instant.ts';
import { addLastAccessed } from '../core/usage/add-last-accessed.ts';
import type { AddressClassifier } from '../core/usage/address-kind.ts';
import { foldRecord } from '../core/usage/fold-record.ts';
import type { KeyUsage, UsageReading } from '../core/usage/key-usage.ts';
import { mergeUsage } from '../core/usage/merge-usage.ts';
import { keyUsage } from '../core/usage/usage-of.ts';
import {
  openRegion,
  type RegionProgress,
  regionReading,
  takePage,
} from '../core/usage/usage-progress.ts';
import { newTally, type UsageTally } from '../core/usage/usage-tally.ts';
import type { EventLookup, UsageAccount, UsageTable } from './usage-ports.ts';

export interface UsageRequest {
  readonly key: AccessKey;
  /** The account's Regions in use: each has an event history of its own. */
  readonly regions: readonly string[];
  /** Pages that may be asked for now: fifty events each, two a second. One may go for what is new. */
  readonly pagesAllowed: number;
  /** When given, IAM is asked what the user last did, too. */
  readonly userArn?: string;
  readonly now: Instant;
}

export interface UsageOutcome {
  readonly usage: KeyUsage;
  readonly pages: number;
  /** Whether every Region was read to its end. If not, the next call goes on from here. */
  readonly isComplete: boolean;
  /** What became of the memory of it. */
  readonly kept: 'written' | 'changed' | 'too-large' | 'not-kept';
}

export interface UsagePorts {
  readonly account: UsageAccount;
  /** Absent: nothing is kept, as on the command line. */
  readonly table?: UsageTable;
  readonly classify: AddressClassifier;
}

/**
 * What a key was seen doing in the last 90 days, as far as the allowed pages reach; newest first, so
 * that a small allowance tells what the key is used for now.
 */
export const readUsage = async (
  request: UsageRequest,
  { account, table, classify }: UsagePorts,
): Promise<UsageOutcome> => {
  const { key, now } = request;
  const before = (await table?.read(key)) ?? null;
  const fresh = newTally(key.accessKeyId);
  const tally = before === null ? fresh : mergeUsage(fresh, before.tally);
  const regions: Record<string, RegionProgress> = { ...before?.regions };
  const readings: UsageReading[] = [];
  let pages = 0;
  for (const region of request.regions) {
    const opened = openRegion(regions[region], key.createdAt, now);
    const left = request.pagesAllowed - pages;
    const read = await readRegion({ region, opened, tally, left, key }, account);
    regions[region] = read.progress;
    pages += read.pages;
    readings.push(regionReading(region, read.progress, key.createdAt, read.why));
  }
  const progress = { version: before?.version ?? 0, tally, regions };
  const kept = table === undefined ? 'not-kept' : await table.write(key, progress, now);
  const seen = keyUsage(tally, readings, classify);
  return {
    usage:
      request.userArn === undefined
        ? seen
        : await lastAccessed(seen, request.userArn, account, now),
    pages,
    isComplete: readings.every(({ complete }) => complete),
    kept,
  };
};

interface RegionRead {
  readonly progress: RegionProgress;
  readonly pages: number;
  readonly why?: string;
}

const readRegion = async (
  job: {
    readonly region: string;
    readonly opened: RegionProgress;
    readonly tally: UsageTally;
    readonly left: number;
    readonly key: AccessKey;
  },
  lookup: EventLookup,
): Promise<RegionRead> => {
  let progress = job.opened;
  let pages = 0;
  // A token is good for the very times it was given for, while the gap grows smaller.
  let asked: { readonly from: Instant; readonly to: Instant; readonly next?: string } | undefined;
  for (;;) {
    const gap = progress.gaps[0];
    if (gap === undefined) return { progress, pages };
    if (pages >= job.left) {
      return { progress, pages, why: 'the allowed look-ups were used up; the rest is read later' };
    }
    asked ??= { from: gap.from, to: gap.to };
    const { region, key } = job;
    const page = await lookup.page({ region, accessKeyId: key.accessKeyId, ...asked });
    pages += 1;
    if (!page.known) return { progress, pages, why: page.reason };
    const { events, next } = page.value;
    for (const { id, record } of events) {
      if (!gap.seen.includes(id)) foldRecord(job.tally, record);
    }
    progress = takePage(progress, events, next === undefined);
    asked = next === undefined ? undefined : { from: asked.from, to: asked.to, next };
  }
};

/** IAM keeps at least 400 days. */
const lastAccessedDays = 400;

const lastAccessed = async (
  usage: KeyUsage,
  userArn: string,
  account: UsageAccount,
  now: Instant,
): Promise<KeyUsage> => {
  const fact = await account.lastAccessed(userArn);
  const reading = {
    source: 'service-last-accessed',
    from: addDays(now, -lastAccessedDays),
  } as const;
  return fact.known
    ? addLastAccessed(usage, fact.value, {
        ...reading,
        to: fact.at,
        complete: true,
        why: 'of all credentials of the user together; management actions only',
      })
    : { ...usage, read: [...usage.read, { ...reading, complete: false, why: fact.reason }] };
};
