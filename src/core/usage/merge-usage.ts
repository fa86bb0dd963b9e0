import type { Instant } from '../model/instant.ts';
import {
  type ActionTally,
  addTo,
  type Counts,
  newActionTally,
  newTally,
  note,
  type UsageTally,
} from './usage-tally.ts';

/**
 * Both tallies of one key as one; neither is changed. Associative and commutative, so that pages,
 * Regions and files can be counted apart. Records that both have seen count twice.
 */
export const mergeUsage = (one: UsageTally, other: UsageTally): UsageTally => {
  const merged = newTally(one.accessKeyId);
  for (const each of [one, other]) {
    merged.records += each.records;
    merged.unreadable += each.unreadable;
    for (const name of ['userAgents', 'addresses', 'vpcEndpoints', 'regions', 'days'] as const) {
      addCounts(merged[name], each[name]);
    }
    addActions(merged.actions, each.actions);
    each.hours.forEach((count, hour) => {
      merged.hours[hour] = (merged.hours[hour] ?? 0) + count;
    });
    merged.firstAt = earlier(merged.firstAt, each.firstAt);
    merged.lastAt = later(merged.lastAt, each.lastAt);
  }
  return merged;
};

const addCounts = (into: Counts<number>, from: Counts<number>): void => {
  for (const [value, count] of Object.entries(from.of)) note(into, value, addTo(count));
  into.hasMore ||= from.hasMore;
};

const addActions = (into: Counts<ActionTally>, from: Counts<ActionTally>): void => {
  for (const [action, use] of Object.entries(from.of)) {
    note(into, action, (before = newActionTally(use.lastAt)) => {
      before.count += use.count;
      before.denied += use.denied;
      before.named += use.named;
      if (use.lastAt > before.lastAt) before.lastAt = use.lastAt;
      addCounts(before.resources, use.resources);
      return before;
    });
  }
  into.hasMore ||= from.hasMore;
};

const earlier = (one: Instant | null, other: Instant | null): Instant | null =>
  one === null || (other !== null && other < one) ? other : one;

const later = (one: Instant | null, other: Instant | null): Instant | null =>
  one === null || (other !== null && other > one) ? other : one;
