import { addDays, addSeconds, epochMs, type Instant } from '../model/instant.ts';
import { disabledCase } from './case-changes.ts';
import type { ExceptionRecord } from './exception.ts';
import type { KeyCase } from './key-case.ts';
import { withNotice } from './notices.ts';
import type { NextRotationStep, RotationNotice } from './rotation-rules.ts';
import { daysAfterFailures } from './rotation-schedule.ts';
import type { Rotation, RotationAt } from './rotation-state.ts';

/** Written before anything is made: from here on a run that dies can be told from one that never was. */
export const intendedCase = (
  keyCase: KeyCase,
  exception: ExceptionRecord,
  now: Instant,
): KeyCase => ({
  ...keyCase,
  stage: 'rotating',
  dueAt: exception.expiresAt,
  nextStepAt: addSeconds(now, lookAgainSeconds),
  rotation: {
    step: 'intended',
    id: `rotation/${now}`,
    startedAt: now,
    stepAt: now,
    failures: keyCase.rotation?.step === 'off' ? keyCase.rotation.failures : 0,
  },
});

/** When a run that died is met, if nothing redelivers its request. */
const lookAgainSeconds = 20 * 60;

/** The case at the next step of its rotation. */
export const steppedCase = (keyCase: KeyCase, rotation: Rotation): KeyCase => ({
  ...keyCase,
  rotation,
  nextStepAt: addSeconds(rotation.stepAt, lookAgainSeconds),
});

/** Current, and told: where the secret is, never the secret. */
export const waitingCase = (
  keyCase: KeyCase,
  rotation: RotationAt<'verified'>,
  idleDays: number,
  now: Instant,
): KeyCase =>
  withNotice(
    {
      ...keyCase,
      rotation: { ...rotation, step: 'waiting', stepAt: now, toldAt: now },
      nextStepAt: addDays(now, 1),
    },
    {
      kind: 'successor-ready',
      cause: rotation.id,
      at: now,
      details: {
        successor: rotation.successor.accessKeyId,
        secretArn: rotation.secret.arn,
        days: String(idleDays),
      },
    },
  );

/** As {@link withNotice}; the case as it is when there is nothing to say. */
export const toldCase = (
  keyCase: KeyCase,
  notice: RotationNotice | undefined,
  now: Instant,
): KeyCase => (notice === undefined ? keyCase : withNotice(keyCase, { ...notice, at: now }));

/** Nothing to rotate: the end of the exception comes next, unless the sweep sees to it again. */
export const withoutRotationStep = (keyCase: KeyCase): KeyCase =>
  keyCase.stage === 'excepted' && keyCase.dueAt !== undefined
    ? { ...keyCase, nextStepAt: keyCase.dueAt }
    : keyCase;

/** Back under the exception, or to its end when it is over; nothing of the rotation is left. */
export const putOffCase = (
  keyCase: KeyCase,
  { until, why, notice }: Extract<NextRotationStep, { kind: 'put-off' }>,
  exception: ExceptionRecord | undefined,
  now: Instant,
): KeyCase => {
  const failures = failuresOf(keyCase);
  const retryAt = failures === 0 ? until : later(until, addDays(now, daysAfterFailures(failures)));
  const dueAt = exception?.expiresAt ?? now;
  return toldCase(
    {
      ...keyCase,
      stage: 'excepted',
      dueAt,
      nextStepAt: earlier(retryAt, dueAt),
      rotation: {
        step: 'off',
        id: keyCase.rotation?.id ?? `rotation/${now}`,
        startedAt: keyCase.rotation?.startedAt ?? now,
        stepAt: now,
        failures,
        why,
        notBefore: retryAt,
      },
    },
    notice,
    now,
  );
};

/** A rotation that began and came to nothing is a failure; one that never began is not. */
const failuresOf = ({ stage, rotation }: KeyCase): number =>
  stage === 'rotating' ? (rotation?.failures ?? 0) + 1 : 0;

/** A person is asked to delete a key; again every week while it is there. */
export const stuckCase = (
  keyCase: KeyCase,
  { keyIds, why }: Extract<NextRotationStep, { kind: 'ask-person' }>,
  now: Instant,
): KeyCase => {
  const { rotation } = keyCase;
  if (rotation === undefined) return keyCase;
  const { id, startedAt, failures } = rotation;
  const since = rotation.step === 'stuck' ? rotation.stepAt : now;
  const weeks = Math.floor((epochMs(now) - epochMs(since)) / (7 * 86_400_000));
  return withNotice(
    {
      ...keyCase,
      rotation: { step: 'stuck', id, startedAt, stepAt: since, failures, keyIds, why },
      nextStepAt: addDays(now, 1),
    },
    {
      kind: 'rotation-stuck',
      cause: `${id}/${weeks}`,
      at: now,
      details: { keys: keyIds.join(', '), why },
    },
  );
};

/** What ended the rotation from outside: the ordinary stages go on from here. */
export const overCase = (
  keyCase: KeyCase,
  because: Extract<NextRotationStep, { kind: 'over' }>['because'],
  now: Instant,
): KeyCase => {
  const { dueAt: _due, nextStepAt: _next, ...rest } = keyCase;
  const { rotation } = rest;
  const over: KeyCase =
    rotation === undefined
      ? rest
      : {
          ...rest,
          rotation: {
            step: 'off',
            id: rotation.id,
            startedAt: rotation.startedAt,
            stepAt: now,
            failures: rotation.failures,
            why: `the rotation is over: ${because}`,
            notBefore: addDays(now, 1),
          },
        };
  switch (because) {
    case 'gone':
      return { ...over, stage: 'gone' };
    case 'inactive':
      return {
        ...over,
        stage: 'disabled',
        disabled: { at: now, by: 'somebody', why: 'disabled outside lastkey' },
      };
    case 'exception-ended':
      return { ...over, stage: 'excepted', dueAt: now, nextStepAt: now };
  }
};

/** The old key is Inactive, by us; the successor goes on under the exception. */
export const rotatedCase = (
  keyCase: KeyCase,
  rotation: RotationAt<'waiting'>,
  act: { readonly id: string; readonly by: string; readonly why: string; readonly at: Instant },
): KeyCase => {
  const { id, startedAt, successor, secret } = rotation;
  return disabledCase(
    {
      ...keyCase,
      rotation: { step: 'done', id, startedAt, stepAt: act.at, failures: 0, successor, secret },
    },
    act,
  );
};

const later = (one: Instant, other: Instant): Instant => (one > other ? one : other);

const earlier = (one: Instant, other: Instant): Instant => (one < other ? one : other);
