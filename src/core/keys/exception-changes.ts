import { addDays, type Instant } from '../model/instant.ts';
import { covers, type ExceptionRecord } from './exception.ts';
import type { KeyCase, NoticeKind } from './key-case.ts';
import { withNotice } from './notices.ts';

/** An unanswered request is brought up once more, then ends as not granted. */
export const requestDays = { remind: 3, lapse: 7 } as const;

/** Before an exception ends, its owner is reminded on these days. */
export const reminderDays = [14, 3] as const;

/** A request that nobody has decided yet. */
export const requestedException = (
  asked: Pick<
    ExceptionRecord,
    | 'id'
    | 'accountId'
    | 'accountName'
    | 'scope'
    | 'owner'
    | 'reason'
    | 'conditions'
    | 'requestedBy'
    | 'expiresAt'
  >,
  now: Instant,
): ExceptionRecord => ({
  ...asked,
  version: 0,
  state: 'requested',
  requestedAt: now,
  reviews: [],
  nextStepAt: addDays(now, requestDays.remind),
});

/** What the answer of an approver makes of a request. */
export type ExceptionAnswer =
  | { readonly kind: 'decided'; readonly exception: ExceptionRecord }
  | { readonly kind: 'refused'; readonly because: 'stale' | 'own-request'; readonly say: string };

/**
 * Decides a request: two people, the one who asks and the one who approves.
 * @param maxDays the exception ends no later than this many days from now
 */
export const decideException = (
  exception: ExceptionRecord,
  answer: { readonly by: string; readonly isGranted: boolean; readonly why?: string },
  now: Instant,
  maxDays: number,
): ExceptionAnswer => {
  if (exception.state !== 'requested') {
    return {
      kind: 'refused',
      because: 'stale',
      say: `This request is ${stateWords[exception.state]} already. Nothing was changed.`,
    };
  }
  const { by, isGranted, why } = answer;
  if (!isGranted) {
    return { kind: 'decided', exception: notGranted(exception, by, why ?? 'refused', now) };
  }
  if (samePerson(exception.requestedBy, by)) {
    return {
      kind: 'refused',
      because: 'own-request',
      say: 'You asked for this exception yourself: another approver has to decide. Nothing was changed.',
    };
  }
  const expiresAt = earlier(exception.expiresAt, addDays(now, maxDays));
  if (expiresAt <= now) {
    const late = 'the day it was asked for until has passed';
    return { kind: 'decided', exception: notGranted(exception, by, late, now) };
  }
  return { kind: 'decided', exception: grantedException({ ...exception, expiresAt }, by, now) };
};

export const grantedException = (
  exception: ExceptionRecord,
  approver: string,
  now: Instant,
): ExceptionRecord => ({
  ...exception,
  state: 'granted',
  approver,
  grantedAt: now,
  nextStepAt: nextReminder(exception.expiresAt, now),
});

/** Somebody ends an exception, or takes a request back. */
export const endedException = (
  exception: ExceptionRecord,
  over: { readonly by: string; readonly why: string },
  now: Instant,
): ExceptionRecord =>
  exception.state === 'requested'
    ? notGranted(exception, over.by, over.why, now)
    : { ...withoutStep(exception), state: 'ended', over: { at: now, ...over } };

/** What the passing of time asks for. */
export type ExceptionStep =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'ask-again' | 'lapse' | 'remind-owner' | 'expire';
      readonly exception: ExceptionRecord;
    };

/** Decides the next step of a record whose time has come. Pure; the same moment twice asks the same. */
export const nextExceptionStep = (exception: ExceptionRecord, now: Instant): ExceptionStep => {
  const { nextStepAt, state, requestedAt, expiresAt } = exception;
  if (nextStepAt === undefined || nextStepAt > now) return { kind: 'none' };
  if (state === 'requested') {
    const lapsesAt = addDays(requestedAt, requestDays.lapse);
    if (now >= lapsesAt) {
      const why = `nobody answered within ${requestDays.lapse} days`;
      return { kind: 'lapse', exception: notGranted(exception, 'lastkey', why, now) };
    }
    return {
      kind: 'ask-again',
      exception: { ...reviewed(exception, 'approvers asked again', now), nextStepAt: lapsesAt },
    };
  }
  if (state !== 'granted') return { kind: 'none' };
  if (now >= expiresAt) {
    return {
      kind: 'expire',
      exception: endedException(exception, { by: 'lastkey', why: 'expired' }, now),
    };
  }
  return {
    kind: 'remind-owner',
    exception: {
      ...reviewed(exception, 'owner reminded', now),
      nextStepAt: nextReminder(expiresAt, now),
    },
  };
};

/** The stages in which an exception changes what happens to a key. */
const coverable: ReadonlySet<KeyCase['stage']> = new Set([
  'watched',
  'told',
  'warned',
  'due',
  'restored',
  'excepted',
]);

/** The case of a key that a granted exception covers: nothing is due before it ends. */
export const exceptedCase = (
  keyCase: KeyCase,
  exception: ExceptionRecord,
  now: Instant,
): KeyCase => {
  const isCovered = covers(exception.scope, keyCase.key.accessKeyId, keyCase.place);
  if (!isCovered || !coverable.has(keyCase.stage)) return keyCase;
  const { kept: _kept, ...rest } = keyCase;
  return withNotice(
    {
      ...rest,
      stage: 'excepted',
      dueAt: exception.expiresAt,
      nextStepAt: exception.expiresAt,
    },
    {
      kind: 'exception-granted',
      cause: exception.id,
      at: now,
      details: {
        by: exception.approver ?? 'nobody',
        until: exception.expiresAt,
        reason: exception.reason,
      },
    },
  );
};

/** The case after the exception that held it has ended early: its next step comes now. */
export const uncoveredCase = (
  keyCase: KeyCase,
  exception: ExceptionRecord,
  now: Instant,
): KeyCase =>
  keyCase.stage === 'excepted' &&
  keyCase.dueAt === exception.expiresAt &&
  keyCase.dueAt > now &&
  covers(exception.scope, keyCase.key.accessKeyId, keyCase.place)
    ? { ...keyCase, dueAt: now, nextStepAt: now }
    : keyCase;

/** Tells the owner something about an exception that changes nothing by itself. */
export const withExceptionNotice = (
  keyCase: KeyCase,
  exception: ExceptionRecord,
  kind: Extract<NoticeKind, 'exception-requested' | 'exception-not-granted' | 'exception-ending'>,
  now: Instant,
): KeyCase => {
  if (!covers(exception.scope, keyCase.key.accessKeyId, keyCase.place)) return keyCase;
  const by = kind === 'exception-not-granted' ? exception.over?.by : exception.requestedBy;
  const why = kind === 'exception-not-granted' ? exception.over?.why : undefined;
  // One reminder for each step: the steps that were taken name it.
  const cause =
    kind === 'exception-ending' ? `${exception.id}/${exception.reviews.length}` : exception.id;
  return withNotice(keyCase, {
    kind,
    cause,
    at: now,
    details: {
      by: by ?? 'lastkey',
      until: exception.expiresAt,
      ...(why === undefined ? {} : { why }),
    },
  });
};

/**
 * Whether two names are one person, as far as names can tell: a Slack id, a principal ARN, or two role
 * sessions of one name (Identity Center gives each person's sessions the same name in every role).
 */
export const samePerson = (one: string, other: string): boolean =>
  one === other || (sessionOf(one) !== undefined && sessionOf(one) === sessionOf(other));

const sessionOf = (principal: string): string | undefined =>
  /:assumed-role\/[^/]+\/(.+)$/.exec(principal)?.[1]?.toLowerCase();

const notGranted = (
  exception: ExceptionRecord,
  by: string,
  why: string,
  now: Instant,
): ExceptionRecord => ({
  ...withoutStep(exception),
  state: 'not-granted',
  over: { at: now, by, why },
});

const withoutStep = ({ nextStepAt: _next, ...rest }: ExceptionRecord): ExceptionRecord => rest;

const reviewed = (exception: ExceptionRecord, what: string, now: Instant): ExceptionRecord => ({
  ...exception,
  reviews: [...exception.reviews, { at: now, by: 'lastkey', what }],
});

const nextReminder = (expiresAt: Instant, now: Instant): Instant =>
  reminderDays.map((days) => addDays(expiresAt, -days)).find((at) => at > now) ?? expiresAt;

const earlier = (one: Instant, other: Instant): Instant =>
  ([one, other].sort()[0] ?? one) as Instant;

const stateWords: Readonly<Record<ExceptionRecord['state'], string>> = {
  requested: 'open',
  granted: 'granted',
  'not-granted': 'not granted',
  ended: 'over',
};
