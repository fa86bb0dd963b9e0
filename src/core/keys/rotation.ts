import { addDays, addSeconds, epochMs, type Instant, instantOf } from '../model/instant.ts';
import type { AccessKeyState } from './access-key.ts';
import { isOpen, nextOpening } from './change-window.ts';
import type { KeyCase } from './key-case.ts';
import { lookForKey } from './last-look.ts';
import type { NextRotationStep, RotationLook, RotationRules } from './rotation-rules.ts';
import type { RotationAt, Successor } from './rotation-state.ts';
import { idleFrom, isUsedByConsumer, lastUseOf } from './rotation-use.ts';
import { startRotation, twoKeys } from './start-rotation.ts';

/**
 * Decides the next step of a rotation from its case and what was read right before. Pure and total.
 *
 * `intended`, the successor made (`created`), its secret `stored`, `verified` to work, made current and
 * told (`waiting`), the old key disabled (`done`). Up to `verified` one run does all; a case found in
 * between is that of a run which died, and what it left is removed when it is certain what it left.
 */
export const nextRotationStep = (
  keyCase: KeyCase,
  look: RotationLook,
  rules: RotationRules,
  now: Instant,
): NextRotationStep => {
  const { stage, rotation } = keyCase;
  if (stage === 'excepted') return startRotation(keyCase, look, rules, now);
  if (stage !== 'rotating' || rotation === undefined) return none(`the case is ${stage}`);
  switch (rotation.step) {
    case 'intended':
      return atWork(rotation.stepAt, now) ?? resumeIntended(keyCase, rotation, look, now);
    case 'created':
    case 'stored':
      return atWork(rotation.stepAt, now) ?? resumeMade(keyCase, rotation, look, now);
    case 'verified':
      return atWork(rotation.stepAt, now) ?? resumeVerified(keyCase, rotation, look, now);
    case 'waiting':
      return afterTelling(keyCase, rotation, look, rules, now);
    case 'stuck':
      return afterAsking(keyCase, rotation, look, now);
    case 'done':
    case 'off':
      return none(`its rotation is ${rotation.step}`);
  }
};

/** Longer than a run can take, and than IAM may take to list a key that was made. */
const leftAloneSeconds = 15 * 60;

/** The run that wrote the step may be at it still. */
const atWork = (stepAt: Instant, now: Instant): NextRotationStep | undefined => {
  const until = addSeconds(stepAt, leftAloneSeconds);
  return now < until ? { kind: 'wait', until, why: 'another run may be at it' } : undefined;
};

/**
 * Died around `CreateAccessKey`. A key that came up since may be the one that was made, whose secret
 * then is lost, or anybody's: which it is cannot be told, so a person has to look.
 */
const resumeIntended = (
  keyCase: KeyCase,
  { startedAt }: RotationAt<'intended'>,
  look: RotationLook,
  now: Instant,
): NextRotationStep => {
  const keys = listed(look);
  if ('kind' in keys) return keys;
  const others = keys.filter(({ accessKeyId }) => accessKeyId !== keyCase.key.accessKeyId);
  if (others.length === 0) return putOff(now, 'the run ended before a successor was made');
  const since = instantOf(epochMs(startedAt) - createDateToleranceMs);
  const newer = others.filter(({ createdAt }) => createdAt >= since);
  return newer.length === 0
    ? twoKeys(keys, look, startedAt, addDays(now, 7))
    : {
        kind: 'ask-person',
        keyIds: newer.map(({ accessKeyId }) => accessKeyId),
        why: 'the run ended while a successor was being made, and a key came up since',
      };
};

/** IAM gives whole seconds. */
const createDateToleranceMs = 5_000;

/** Died with the secret in its memory: the successor is of no use, and known by its id. */
const resumeMade = (
  keyCase: KeyCase,
  { step: from, successor }: RotationAt<'created' | 'stored'>,
  look: RotationLook,
  now: Instant,
): NextRotationStep => {
  const found = successorAmong(keyCase, successor, look);
  if (found.kind === 'unknown') return found;
  if (found.kind === 'gone') return putOff(now, 'the successor was removed');
  const ask = (why: string): NextRotationStep => ({
    kind: 'ask-person',
    keyIds: [successor.accessKeyId],
    why,
  });
  if (found.kind === 'different-key') return ask('a key of its id is another key');
  const use = lastUseOf(look, successor.accessKeyId);
  if (!use.known) {
    return { kind: 'unknown', what: `the use of the successor (${use.reason})`, retry: use.retry };
  }
  return use.value === null || use.value.service === 'sts'
    ? {
        kind: 'roll-back',
        from,
        successor,
        why: 'the run ended before the successor was seen to work',
      }
    : ask('the run ended before the successor was seen to work, and somebody used it');
};

/** From here on it only goes forward: the secret is stored, it works, and it may be current already. */
const resumeVerified = (
  keyCase: KeyCase,
  { successor }: RotationAt<'verified'>,
  look: RotationLook,
  now: Instant,
): NextRotationStep => {
  const found = successorAmong(keyCase, successor, look);
  if (found.kind === 'unknown') return found;
  return found.kind === 'found'
    ? { kind: 'make-current' }
    : putOff(now, 'the successor was removed before its consumer was told');
};

/** The last look before the old key is disabled, every day until it can be. */
const afterTelling = (
  keyCase: KeyCase,
  rotation: RotationAt<'waiting'>,
  look: RotationLook,
  { rotation: { idleDays }, settings, mayAct }: RotationRules,
  now: Instant,
): NextRotationStep => {
  const { successor, verifiedAt, toldAt } = rotation;
  const old = lookForKey(keyCase.key, look.keys);
  if (old.kind === 'unknown') return old;
  if (old.kind !== 'found') return { kind: 'over', because: 'gone' };
  if (old.state.status !== 'Active') return { kind: 'over', because: 'inactive' };
  const found = successorAmong(keyCase, successor, look);
  if (found.kind === 'unknown') return found;
  if (found.kind !== 'found') {
    const why = `somebody deleted the successor ${successor.accessKeyId}`;
    const notice = { kind: 'not-rotated', cause: rotation.id, details: { why } } as const;
    return { ...putOff(now, why, 7), notice };
  }
  if (look.exception === undefined) return { kind: 'over', because: 'exception-ended' };
  const uses = [lastUseOf(look, successor.accessKeyId), lastUseOf(look, keyCase.key.accessKeyId)];
  const [successorUse, oldUse] = uses;
  if (successorUse?.known !== true || oldUse?.known !== true) {
    const reasons = uses.flatMap((use) => (use.known ? [] : [use.reason]));
    const retry = uses.some((use) => !use.known && use.retry === 'no') ? 'no' : 'yes';
    return { kind: 'unknown', what: `the use of both keys (${reasons.join('; ')})`, retry };
  }
  const use = successorUse.value;
  if (found.state.status !== 'Active' || !isUsedByConsumer(use, verifiedAt)) {
    return unused(rotation, idleDays, now);
  }
  const until = (at: Instant, why: string) => ({ kind: 'wait', until: at, why }) as const;
  const tomorrow = addDays(now, 1);
  if (now < idleFrom(oldUse.value, toldAt, idleDays)) {
    return until(tomorrow, `the old key has not been idle for ${idleDays} days`);
  }
  if (!isConsumerTold(keyCase, toldAt)) {
    return until(tomorrow, 'the consumer has not been told: told, or not touched');
  }
  if (!mayAct) return until(tomorrow, 'lastkey only observes here');
  if (!isOpen(settings.window, now)) {
    return until(nextOpening(settings.window, now) ?? tomorrow, 'outside the change window');
  }
  return { kind: 'disable-old', use };
};

/** Invariant 3: every notice of the successor was delivered, and there is at least one. */
const isConsumerTold = ({ notices }: KeyCase, toldAt: Instant): boolean => {
  const given = notices.filter(({ kind, at }) => kind === 'successor-ready' && at >= toldAt);
  return given.length > 0 && given.every(({ delivery }) => delivery.status === 'delivered');
};

const unused = (
  { id, toldAt, successor, secret }: RotationAt<'waiting'>,
  idleDays: number,
  now: Instant,
): NextRotationStep => {
  const rounds = Math.floor((epochMs(now) - epochMs(toldAt)) / (idleDays * 86_400_000));
  if (rounds < 1) {
    return { kind: 'wait', until: addDays(now, 1), why: 'the successor has not been used' };
  }
  return {
    kind: 'remind',
    notice: {
      kind: 'successor-unused',
      cause: `${id}/${rounds}`,
      details: {
        successor: successor.accessKeyId,
        secretArn: secret.arn,
        days: String(rounds * idleDays),
      },
    },
  };
};

/** A person was asked to delete a key: the rotation is off once it is gone. */
const afterAsking = (
  keyCase: KeyCase,
  { keyIds, why }: RotationAt<'stuck'>,
  look: RotationLook,
  now: Instant,
): NextRotationStep => {
  const old = lookForKey(keyCase.key, look.keys);
  if (old.kind === 'unknown') return old;
  if (old.kind !== 'found') return { kind: 'over', because: 'gone' };
  const keys = listed(look);
  if ('kind' in keys) return keys;
  if (!keys.some(({ accessKeyId }) => keyIds.includes(accessKeyId))) {
    return putOff(now, 'the key that was in the way is gone');
  }
  if (look.exception === undefined) return { kind: 'over', because: 'exception-ended' };
  return { kind: 'ask-person', keyIds, why };
};

const listed = (
  look: RotationLook,
): readonly AccessKeyState[] | Extract<NextRotationStep, { kind: 'unknown' }> => {
  const { keys } = look;
  if (!keys.known) {
    return { kind: 'unknown', what: `the keys of the user (${keys.reason})`, retry: keys.retry };
  }
  return keys.value ?? [];
};

const successorAmong = ({ key }: KeyCase, successor: Successor, { keys }: RotationLook) =>
  lookForKey({ ...key, ...successor }, keys);

const putOff = (now: Instant, why: string, days = 1) =>
  ({ kind: 'put-off', until: addDays(now, days), why }) as const;

const none = (why: string): NextRotationStep => ({ kind: 'none', why });
