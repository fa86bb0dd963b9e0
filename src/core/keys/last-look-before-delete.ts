import type { Fact } from '../model/fact.ts';
import type { AccessKeyId } from '../model/ids.ts';
import type { Instant } from '../model/instant.ts';
import type { AccessKey, AccessKeyState, LastUse } from './access-key.ts';
import { type LastLook, lookForKey } from './last-look.ts';

/** What the look right before a deletion found. Deleting cannot be undone: only `go` means go. */
export type LookBeforeDelete =
  | Exclude<LastLook, { kind: 'already' }>
  /** Somebody activated it again. */
  | { readonly kind: 'active'; readonly status: string }
  /** No other key of the user was used later: the last one that worked is kept. */
  | { readonly kind: 'most-recent' };

/**
 * Judges what was read right before deleting a key: still Inactive, the same key, not used since it
 * was disabled, and not the most recently used key of a user who has others.
 * @param lastUses of every key of the user, by id
 */
export const lastLookBeforeDelete = (
  key: AccessKey,
  keys: Fact<readonly AccessKeyState[] | null>,
  lastUses: ReadonlyMap<AccessKeyId, Fact<LastUse | null>>,
  disabledAt: Instant,
): LookBeforeDelete => {
  const found = lookForKey(key, keys);
  if (found.kind !== 'found') return found;
  if (found.state.status !== 'Inactive') return { kind: 'active', status: found.state.status };
  const own = lastUses.get(key.accessKeyId);
  if (own === undefined || !own.known) return unread('when the key was last used', own);
  if (own.value !== null && own.value.at > disabledAt) return { kind: 'used', use: own.value };
  const others = keys.known ? (keys.value ?? []).filter((each) => each !== found.state) : [];
  if (own.value === null || others.length === 0) return { kind: 'go' };
  for (const other of others) {
    const use = lastUses.get(other.accessKeyId);
    if (use === undefined || !use.known) {
      return unread(`when key ${other.accessKeyId} of the user was last used`, use);
    }
    if (use.value !== null && use.value.at > own.value.at) return { kind: 'go' };
  }
  return { kind: 'most-recent' };
};

const unread = (
  what: string,
  fact: Extract<Fact<unknown>, { known: false }> | undefined,
): LookBeforeDelete => ({
  kind: 'unknown',
  what: `${what} (${fact?.reason ?? 'not read'})`,
  retry: fact?.retry ?? 'no',
});
