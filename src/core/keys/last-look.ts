import type { Fact } from '../model/fact.ts';
import { epochMs, type Instant, instantOf } from '../model/instant.ts';
import type { AccessKey, AccessKeyState, LastUse } from './access-key.ts';

/** What the look right before an act found (invariant 1). */
export type LastLook =
  | { readonly kind: 'go' }
  /** The key already is what the act would make it. */
  | { readonly kind: 'already' }
  | { readonly kind: 'gone' }
  /** Another key has this id's place: a different create date, or another user. */
  | { readonly kind: 'different-key'; readonly found: string }
  | { readonly kind: 'used'; readonly use: LastUse }
  | { readonly kind: 'unknown'; readonly what: string; readonly retry: 'yes' | 'no' };

/**
 * `GetAccessKeyLastUsed` records uses within 15 minutes as one, with the time of the first: a use
 * after a warning can carry a time up to 15 minutes before it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
const useGranularityMs = 15 * 60_000;

/**
 * Judges what was read right before disabling a key.
 * @param since start of the present round of warnings; `undefined`: the person who asks has been
 *   shown the use and asks all the same
 */
export const lastLookBeforeDisable = (
  key: AccessKey,
  read: {
    readonly keys: Fact<readonly AccessKeyState[] | null>;
    readonly lastUse: Fact<LastUse | null>;
  },
  since: Instant | undefined,
): LastLook => {
  const found = lookForKey(key, read.keys);
  if (found.kind !== 'found') return found;
  if (found.state.status === 'Inactive') return { kind: 'already' };
  if (since === undefined) return { kind: 'go' };
  if (!read.lastUse.known) {
    const { reason, retry } = read.lastUse;
    return { kind: 'unknown', what: `when the key was last used (${reason})`, retry };
  }
  const use = read.lastUse.value;
  return isUsedSince(use, since) ? { kind: 'used', use } : { kind: 'go' };
};

/** Whether a key was, or may have been, used after a moment. */
export const isUsedSince = (use: LastUse | null, since: Instant): use is LastUse =>
  use !== null && use.at >= instantOf(epochMs(since) - useGranularityMs);

/** Judges what was read right before activating a key again. */
export const lastLookBeforeRestore = (
  key: AccessKey,
  keys: Fact<readonly AccessKeyState[] | null>,
): LastLook => {
  const found = lookForKey(key, keys);
  if (found.kind !== 'found') return found;
  return found.state.status === 'Active' ? { kind: 'already' } : { kind: 'go' };
};

/** The key among those of its user, when it is there and is the same. */
export const lookForKey = (
  key: AccessKey,
  keys: Fact<readonly AccessKeyState[] | null>,
):
  | { readonly kind: 'found'; readonly state: AccessKeyState }
  | Extract<LastLook, { kind: 'gone' | 'different-key' | 'unknown' }> => {
  if (!keys.known) {
    return { kind: 'unknown', what: `the keys of the user (${keys.reason})`, retry: keys.retry };
  }
  const state = keys.value?.find((each) => each.accessKeyId === key.accessKeyId);
  if (state === undefined) return { kind: 'gone' };
  // Create dates come from different calls; IAM gives whole seconds.
  if (Math.abs(epochMs(state.createdAt) - epochMs(key.createdAt)) >= createDateToleranceMs) {
    return { kind: 'different-key', found: `created ${state.createdAt}` };
  }
  return { kind: 'found', state };
};

/** `eventTime` and `CreateDate` of one creation may differ by the time of the call. */
const createDateToleranceMs = 5_000;
