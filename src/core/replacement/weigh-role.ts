import type { Fact } from '../model/fact.ts';
import { coverageOfRead, neededActions } from '../permissions/coverage-of.ts';
import { escalations } from '../permissions/escalations.ts';
import { excessWeight } from '../permissions/excess-of.ts';
import type { PermissionsFact } from '../permissions/permissions.ts';
import { type Privilege, privilegeOf, privilegeOfRead } from '../permissions/privilege-of.ts';
import { type PolicyReader, readPermissions } from '../permissions/read-permissions.ts';
import type { KeyUsage } from '../usage/key-usage.ts';
import type { Coverage } from './replacement.ts';

/** What a role may do, as far as it matters for recommending it. */
export type RoleWeight =
  | {
      readonly status: 'fits';
      /** Absent where use or permissions are not known. */
      readonly coverage?: Coverage;
      /** In words, what could not be compared. */
      readonly unknown?: string;
    }
  | { readonly status: 'does-not-fit'; readonly why: string };

/**
 * Whether a role may do what the key does, and not far more: one that covers less than half is not
 * it, and one that hands out more power than the key has would widen what a leak is worth.
 */
export const weighRole = (
  permissions: PermissionsFact,
  usage: Fact<KeyUsage>,
  keyPrivilege: Privilege,
  read: PolicyReader,
): RoleWeight => {
  if (!permissions.known) return { status: 'fits', unknown: permissions.reason };
  const parsed = readPermissions(permissions.value, read);
  const privilege = privilegeOfRead(parsed);
  if (rank[privilege] > rank[keyPrivilege]) {
    const power = privilege === 'administrator' ? 'may do everything' : 'can give itself more';
    return { status: 'does-not-fit', why: `it ${power}, which the key is not known to` };
  }
  if (!usage.known) return { status: 'fits', unknown: usage.reason };
  const coverage = coverageOfRead(parsed, usage.value);
  if (coverage.used.length === 0) return { status: 'fits', unknown: 'nothing was seen of the key' };
  const { missing, used } = coverage;
  if (missing.length * 2 > used.length) {
    const covered = used.length - missing.length;
    return { status: 'does-not-fit', why: `it covers ${covered} of the ${used.length} actions` };
  }
  return { status: 'fits', coverage };
};

/** An unknown privilege is no reason against a role; of the key it is no leave for more. */
const rank: Readonly<Record<Privilege, number>> = {
  unknown: 0,
  limited: 0,
  'can-escalate': 1,
  administrator: 2,
};

/** What the key is worth, by its user's policies, and at least by what it was seen doing. */
export const privilegeOfKey = (
  permissions: PermissionsFact | undefined,
  usage: Fact<KeyUsage>,
  read: PolicyReader,
): Privilege => {
  const own = permissions?.known ? privilegeOf(permissions.value, read) : 'unknown';
  if (rank[own] > 0 || !usage.known) return own;
  const seen = new Set(neededActions(usage.value).map(({ action }) => action.toLowerCase()));
  const isSeen = escalations.some((way) => way.every((each) => seen.has(each.toLowerCase())));
  return isSeen ? 'can-escalate' : own;
};

/** Numbers to compare coverages by, the better first: missing, undecided, excess. */
export const coverageOrder = (coverage: Coverage | undefined): readonly number[] =>
  coverage === undefined
    ? [0.5, 0, 0]
    : [coverage.missing.length, coverage.unknowns.length, excessWeight(coverage.excess)];
