import { addDays, addSeconds, type Instant } from '../model/instant.ts';
import type { UsageReading } from './key-usage.ts';
import type { UsageTally } from './usage-tally.ts';

/** How far the look-ups of one key have come, and what they have counted. Plain JSON. */
export interface UsageProgress {
  /** Optimistic lock: each write expects the version it read; 0: not written yet. */
  readonly version: number;
  readonly tally: UsageTally;
  readonly regions: Readonly<Record<string, RegionProgress>>;
}

/** One Region: everything up to `readTo` was looked up, but for the gaps. */
export interface RegionProgress {
  readonly readTo: Instant;
  /** Newest first. */
  readonly gaps: readonly Gap[];
  /** Events counted shortly before `readTo`: others of that time may still come. */
  readonly recent: readonly SeenEvent[];
}

/** A time still to be looked up, both ends included, newest first. */
export interface Gap {
  readonly from: Instant;
  readonly to: Instant;
  /** Events in it that were counted already. */
  readonly seen: readonly string[];
}

export interface SeenEvent {
  readonly id: string;
  readonly at: Instant;
}

/** CloudTrail keeps its event history so long. */
const historyDays = 90;
/** CloudTrail delivers within about five minutes on average; three times as much is safe. */
const lateSeconds = 15 * 60;
/** More than so many recent events: the time that is looked at twice becomes shorter. */
const mostRecent = 500;

/**
 * What is to be looked up in a Region at a moment: what was left last time, and what has come since.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 * @param keyCreatedAt nothing can be older
 */
export const openRegion = (
  before: RegionProgress | undefined,
  keyCreatedAt: Instant,
  now: Instant,
): RegionProgress => {
  const oldest = addDays(now, -historyDays);
  const start = laterOf(keyCreatedAt, oldest);
  if (before === undefined) {
    return { readTo: now, gaps: [{ from: start, to: now, seen: [] }], recent: [] };
  }
  const late = addSeconds(before.readTo, -lateSeconds);
  const full = before.recent.length >= mostRecent ? before.recent.at(-1)?.at : undefined;
  // All events of a second come together: the oldest kept second may not be whole.
  const overlap = full === undefined || full < late ? late : addSeconds(full, 1);
  const seen = before.recent.filter(({ at }) => at >= overlap);
  const news: Gap = {
    from: laterOf(overlap, start),
    to: now,
    seen: seen.map(({ id }) => id),
  };
  const left = before.gaps
    .filter(({ to }) => to > start)
    .map((gap) => ({ ...gap, from: laterOf(gap.from, start) }));
  return { readTo: now, gaps: [news, ...left], recent: seen };
};

/**
 * The Region after one page of its first gap.
 * @param events of the page, newest first
 * @param isLast whether the gap has no more
 */
export const takePage = (
  region: RegionProgress,
  events: readonly SeenEvent[],
  isLast: boolean,
): RegionProgress => {
  const [gap, ...others] = region.gaps;
  if (gap === undefined) return region;
  const late = addSeconds(region.readTo, -lateSeconds);
  const fresh = events.filter(({ id }) => !gap.seen.includes(id));
  const recent = [...region.recent, ...fresh.filter(({ at }) => at >= late)]
    .sort((a, b) => (a.at === b.at ? 0 : a.at > b.at ? -1 : 1))
    .slice(0, mostRecent);
  if (isLast) return { ...region, gaps: others, recent };
  const to = events.at(-1)?.at ?? gap.to;
  // Those at the very end come again when the look-up goes on; the overlap's stay until it is past.
  const seen = [...gap.seen, ...fresh.filter(({ at }) => at === to).map(({ id }) => id)];
  return { ...region, gaps: [{ ...gap, to, seen }, ...others], recent };
};

/** What a Region's look-ups amount to: the time up to now that was read without a gap. */
export const regionReading = (
  region: string,
  progress: RegionProgress,
  keyCreatedAt: Instant,
  why: string | undefined,
): UsageReading => {
  const oldest = addDays(progress.readTo, -historyDays);
  const gap = progress.gaps[0];
  return {
    source: 'cloudtrail-lookup',
    region,
    from: gap?.to ?? laterOf(keyCreatedAt, oldest),
    to: progress.readTo,
    complete: gap === undefined,
    why: why ?? 'management events only: CloudTrail look-ups have no data events',
  };
};

const laterOf = (one: Instant, other: Instant): Instant => {
  if (one > other) return one;
  return other;
};
