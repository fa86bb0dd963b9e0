import type { Caller } from '../events/change.ts';

/**
 * Whether lastkey itself made a call, so that our own changes do not re-enter (invariant 8).
 * @param ownRoles names with path of the roles that may change keys: `lastkey/lastkey-respond`
 */
export const isOwnCall = (by: Caller, ownRoles: readonly string[]): boolean =>
  by.sessionIssuerArn !== undefined &&
  ownRoles.includes(by.sessionIssuerArn.split(':role/')[1] ?? '');
