import type { AccessKeyId } from '../model/ids.ts';
import type { Instant } from '../model/instant.ts';

/**
 * Observations of one key as they are counted. Plain JSON, so that an interrupted look-up can go on
 * later; what is shown to people is made of it by `keyUsage`.
 */
export interface UsageTally {
  readonly accessKeyId: AccessKeyId;
  records: number;
  unreadable: number;
  readonly actions: Counts<ActionTally>;
  readonly userAgents: Counts<number>;
  readonly addresses: Counts<number>;
  readonly vpcEndpoints: Counts<number>;
  readonly regions: Counts<number>;
  readonly days: Counts<number>;
  /** 24 numbers, UTC. */
  readonly hours: number[];
  firstAt: Instant | null;
  lastAt: Instant | null;
}

export interface ActionTally {
  count: number;
  denied: number;
  /** Uses whose record named a resource. */
  named: number;
  readonly resources: Counts<number>;
  lastAt: Instant;
}

/**
 * Values and what was counted of them. No more than `mostDistinct` are kept, those that come first
 * as text: a rule under which merging in any order ends the same, since a value that is kept in the
 * end was kept all along.
 */
export interface Counts<T> {
  readonly limit: number;
  readonly of: Record<string, T>;
  /** Whether there were more values than are kept. */
  hasMore: boolean;
}

const mostDistinct = { actions: 500, resources: 100, other: 400 };

export const newTally = (accessKeyId: AccessKeyId): UsageTally => ({
  accessKeyId,
  records: 0,
  unreadable: 0,
  actions: newCounts(mostDistinct.actions),
  userAgents: newCounts(mostDistinct.other),
  addresses: newCounts(mostDistinct.other),
  vpcEndpoints: newCounts(mostDistinct.other),
  regions: newCounts(mostDistinct.other),
  days: newCounts(mostDistinct.other),
  hours: Array.from({ length: 24 }, () => 0),
  firstAt: null,
  lastAt: null,
});

export const newActionTally = (lastAt: Instant): ActionTally => ({
  count: 0,
  denied: 0,
  named: 0,
  resources: newCounts(mostDistinct.resources),
  lastAt,
});

const newCounts = <T>(limit: number): Counts<T> => ({
  limit,
  // Without a prototype: `__proto__` is a value like any other.
  of: Object.create(null) as Record<string, T>,
  hasMore: false,
});

/** Takes what was counted of one value; drops the last value as text once there are too many. */
export const note = <T>(
  counts: Counts<T>,
  value: string,
  taken: (before: T | undefined) => T,
): void => {
  const before = counts.of[value];
  counts.of[value] = taken(before);
  if (before !== undefined) return;
  const values = Object.keys(counts.of);
  if (values.length <= counts.limit) return;
  counts.hasMore = true;
  delete counts.of[values.sort().at(-1) ?? ''];
};

export const addTo =
  (count: number) =>
  (before: number | undefined): number =>
    (before ?? 0) + count;
