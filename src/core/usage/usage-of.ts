import type { AccessKeyId } from '../model/ids.ts';
import type { AddressClassifier } from './address-kind.ts';
import { foldRecord } from './fold-record.ts';
import type { ActionUse, AddressUse, Counted, KeyUsage, UsageReading } from './key-usage.ts';
import { type ActionTally, type Counts, newTally, type UsageTally } from './usage-tally.ts';

/**
 * What a key was seen doing in a set of CloudTrail records. Of records with one `eventID` only the
 * first counts.
 */
export const usageOf = (
  records: Iterable<unknown>,
  accessKeyId: AccessKeyId,
  readings: readonly UsageReading[],
  classify: AddressClassifier,
): KeyUsage => {
  const tally = newTally(accessKeyId);
  const seen = new Set<unknown>();
  for (const record of records) {
    const id = (record as { readonly eventID?: unknown } | null | undefined)?.eventID;
    if (id !== undefined && seen.has(id)) continue;
    seen.add(id);
    foldRecord(tally, record);
  }
  return keyUsage(tally, readings, classify);
};

/** A tally as others read it: sorted, shortened, addresses told by their owners. */
export const keyUsage = (
  tally: UsageTally,
  read: readonly UsageReading[],
  classify: AddressClassifier,
): KeyUsage => ({
  accessKeyId: tally.accessKeyId,
  read,
  records: tally.records,
  ...(tally.unreadable === 0 ? {} : { unreadable: tally.unreadable }),
  actions: mostFirst(tally.actions, (use) => use.count).map(([action, use]) =>
    actionUse(action, use),
  ),
  userAgents: counted(tally.userAgents),
  addresses: mostFirst(tally.addresses, (count) => count).map(([address, count]) =>
    addressUse(address, count, classify),
  ),
  ...(Object.keys(tally.vpcEndpoints.of).length === 0
    ? {}
    : { vpcEndpoints: counted(tally.vpcEndpoints) }),
  regions: counted(tally.regions),
  hours: tally.hours,
  days: Object.entries(tally.days.of)
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => (a.value < b.value ? -1 : 1)),
  ...(tally.firstAt === null ? {} : { firstSeenAt: tally.firstAt }),
  ...(tally.lastAt === null ? {} : { lastSeenAt: tally.lastAt }),
});

const mostShown = 20;

const actionUse = (action: string, use: ActionTally): ActionUse => {
  const resources = counted(use.resources);
  return {
    action,
    service: action.slice(0, action.indexOf(':')),
    count: use.count,
    denied: use.denied,
    resources: resources.slice(0, mostShown).map(({ value }) => value),
    allResourcesKnown:
      use.named === use.count && !use.resources.hasMore && resources.length <= mostShown,
    lastAt: use.lastAt,
    origin: 'record',
  };
};

const addressUse = (address: string, count: number, classify: AddressClassifier): AddressUse => ({
  address,
  count,
  ...classify(address),
});

const counted = (counts: Counts<number>): readonly Counted[] =>
  mostFirst(counts, (count) => count).map(([value, count]) => ({ value, count }));

const mostFirst = <T>(counts: Counts<T>, countOf: (each: T) => number): readonly [string, T][] =>
  Object.entries(counts.of).sort((a, b) => countOf(b[1]) - countOf(a[1]) || (a[0] < b[0] ? -1 : 1));
