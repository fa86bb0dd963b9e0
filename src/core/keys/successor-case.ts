import type { Instant } from '../model/instant.ts';
import type { AccessKey } from './access-key.ts';
import type { ExceptionRecord } from './exception.ts';
import type { KeyCase } from './key-case.ts';
import type { Successor } from './rotation-state.ts';

/** The successor as a key: the user's, made when IAM says. */
export const successorKey = ({ key }: KeyCase, successor: Successor): AccessKey => ({
  ...key,
  ...successor,
});

/**
 * The case of a successor, under the same exception as the key that it follows. Nobody is told of it
 * apart: the notice of the old key says what there is to say.
 * @param exception `undefined` when it ended meanwhile: then this case's own end comes at once
 */
export const successorCase = (
  old: KeyCase,
  successor: Successor,
  exception: ExceptionRecord | undefined,
  now: Instant,
): KeyCase => {
  const until = exception?.expiresAt ?? now;
  return {
    key: successorKey(old, successor),
    accountName: old.accountName,
    ...(old.place === undefined ? {} : { place: old.place }),
    version: 0,
    stage: 'excepted',
    reasons: [],
    holder: old.holder,
    mode: old.mode,
    createdBy: { type: 'AssumedRole', userName: 'lastkey' },
    openedAt: now,
    clockStartedAt: now,
    dueAt: until,
    nextStepAt: until,
    owners: old.owners,
    replacement: old.replacement,
    unknowns: [],
    notices: [],
    successorOf: old.key.accessKeyId,
    reactivations: 0,
    lastEventAt: successor.createdAt,
  };
};

/** A case that somebody else opened for the successor, because its event or the sweep came first. */
export const takenUnderException = (
  found: KeyCase,
  old: KeyCase,
  exception: ExceptionRecord | undefined,
  now: Instant,
): KeyCase => {
  if (found.successorOf === old.key.accessKeyId) return found;
  const until = exception?.expiresAt ?? now;
  return {
    ...found,
    stage: 'excepted',
    dueAt: until,
    nextStepAt: until,
    successorOf: old.key.accessKeyId,
  };
};

/**
 * The exception for the successor, where the one that was granted names the old key: the same owner,
 * approver, reason and end, and its own record, so that nothing is covered that no record names.
 * @returns `undefined` where the exception covers every key of the user
 */
export const successorException = (
  exception: ExceptionRecord,
  old: KeyCase,
  successor: Successor,
  now: Instant,
): ExceptionRecord | undefined => {
  if (exception.scope.kind !== 'key') return undefined;
  const { thread: _question, ...rest } = exception;
  return {
    ...rest,
    id: `${exception.id}-${successor.accessKeyId}`,
    version: 0,
    scope: { kind: 'key', userName: old.key.userName, ...successor },
    reviews: [
      ...exception.reviews,
      {
        at: now,
        by: 'lastkey',
        what: `carried over from ${old.key.accessKeyId} by its rotation`,
      },
    ],
  };
};
