import { addDays, type Instant } from '../model/instant.ts';
import type { AccessKeyState } from './access-key.ts';
import type { KeyCase } from './key-case.ts';
import { lookForKey } from './last-look.ts';
import type { NextRotationStep, RotationLook, RotationRules } from './rotation-rules.ts';
import { putOffDays, rotationAt } from './rotation-schedule.ts';
import { lastUseOf, leastNeeded } from './rotation-use.ts';

/**
 * Whether a key under an exception gets a successor now. Not while its user has two keys, which is
 * all that IAM takes; not for a key that nothing uses; not for so short a time that the exception ends
 * before the rotation.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const startRotation = (
  keyCase: KeyCase,
  look: RotationLook,
  { rotation, settings, mayAct }: RotationRules,
  now: Instant,
): NextRotationStep => {
  const { everyDays, idleDays } = rotation;
  const dueFrom = rotationAt(keyCase, rotation);
  if (everyDays === null || dueFrom === undefined) return none('rotation is not configured');
  if (keyCase.holder === 'root') return none('a root key is never rotated');
  const { exception } = look;
  if (exception === undefined) return none('no exception covers the key');
  if (now < dueFrom) return { kind: 'wait', until: dueFrom, why: 'it is not old enough' };
  if (addDays(now, idleDays) >= exception.expiresAt) {
    return none('its exception ends before a rotation would');
  }
  const found = lookForKey(keyCase.key, look.keys);
  if (found.kind === 'unknown') return found;
  // The sweep takes it into the case.
  if (found.kind !== 'found') return none('the key is not there any more');
  if (found.state.status !== 'Active') return none('the key is not Active any more');
  const until = addDays(now, putOffDays);
  // The same rotation is told of once, however often it is tried.
  const cause = addDays(keyCase.key.createdAt, everyDays);
  const keys = look.keys.known ? (look.keys.value ?? []) : [];
  if (keys.length >= mostKeys) return twoKeys(keys, look, cause, until);
  const use = lastUseOf(look, keyCase.key.accessKeyId);
  if (!use.known) {
    return {
      kind: 'unknown',
      what: `when the key was last used (${use.reason})`,
      retry: use.retry,
    };
  }
  if (use.value === null || use.value.at < addDays(now, -settings.unusedDays)) {
    const why = `it has not been used for ${settings.unusedDays} days: what nothing uses needs no successor`;
    return {
      kind: 'put-off',
      until,
      why,
      notice: { kind: 'not-rotated', cause, details: { why } },
    };
  }
  if (!mayAct) {
    const details = { days: String(everyDays) };
    const why = 'lastkey only observes here';
    return { kind: 'put-off', until, why, notice: { kind: 'would-rotate', cause, details } };
  }
  return { kind: 'start', exception };
};

/** Inactive keys count. */
const mostKeys = 2;

/** Told again when the keys are others. */
export const twoKeys = (
  keys: readonly AccessKeyState[],
  look: RotationLook,
  cause: string,
  until: Instant,
): NextRotationStep => {
  const ids = keys.map(({ accessKeyId }) => accessKeyId).sort();
  const remove = leastNeeded(keys, look)?.accessKeyId;
  return {
    kind: 'put-off',
    until,
    why: `its user has two keys (${ids.join(', ')})`,
    notice: {
      kind: 'two-keys',
      cause: `${cause}/${ids.join('/')}`,
      details: remove === undefined ? {} : { remove },
    },
  };
};

const none = (why: string): NextRotationStep => ({ kind: 'none', why });
