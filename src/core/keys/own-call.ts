import type { Caller } from '../events/change.ts';

/**
 * Whether lastkey itself made a call, so that our own changes do not re-enter (invariant 8).
 * @param respondRole name with path of the role that may change keys: `lastkey/lastkey-respond`
 */
export const isOwnCall = (by: Caller, respondRole: string): boolean =>
  by.sessionIssuerArn !== undefined && by.sessionIssuerArn.split(':role/')[1] === respondRole;
