import { buttonState } from '../messages/button-state.ts';
import { endOfDay, untilFault } from '../messages/keep-for-now-view.ts';
import { leaveOutSecrets } from '../messages/leave-out-secrets.ts';
import { askedContact, nextOwners, offeredActions } from '../messages/offered-actions.ts';
import type { SlackAnswer } from '../messages/slack-answer.ts';
import type { KeySettings } from '../model/configuration.ts';
import type { Fact } from '../model/fact.ts';
import type { Instant } from '../model/instant.ts';
import { ownerOf } from './caps.ts';
import type { ExceptionRecord } from './exception.ts';
import { requestedException, withExceptionNotice } from './exception-changes.ts';
import type { KeyCase, Notice } from './key-case.ts';
import { noticeId, withNotice } from './notices.ts';
import { goodAnswers, withAnswers } from './recommendation-changes.ts';
import { scheduleFrom, scheduleUntil } from './schedule.ts';

/** What a click means for a case. Refusals carry words for the person who clicked. */
export type AnswerDecision =
  | Refused
  /** Whether the person may act could not be read, and reading it again may help. */
  | { readonly kind: 'try-again'; readonly why: string }
  /** This very answer was taken before: only its consequences may still be missing. */
  | { readonly kind: 'taken' }
  | {
      readonly kind: 'request';
      readonly act: 'disable' | 'restore';
      readonly anyway: boolean;
      readonly isApprover: boolean;
    }
  | { readonly kind: 'change'; readonly keyCase: KeyCase; readonly isApprover: boolean }
  /** A second person decides; the case only says that it was asked for. */
  | {
      readonly kind: 'ask-exception';
      readonly exception: ExceptionRecord;
      readonly keyCase: KeyCase;
      readonly isApprover: boolean;
    };

interface Refused {
  readonly kind: 'refused';
  readonly because: 'no-case' | 'stale' | 'not-allowed' | 'unknown' | 'bad-date' | 'bad-answer';
  readonly say: string;
}

/** Whether the person who clicked is the owner, or an approver, as far as it could be read. */
export interface Clicker {
  readonly isOwner: Fact<boolean>;
  readonly isApprover: Fact<boolean>;
}

/** Whether the click still fits the case. Asked before anybody's membership is read. */
export const fitOf = (
  answer: SlackAnswer,
  keyCase: KeyCase | null,
): { readonly kind: 'fits'; readonly keyCase: KeyCase } | Refused | { readonly kind: 'taken' } => {
  if (keyCase === null) {
    return refused(
      'no-case',
      'lastkey knows nothing about this key any more. Nothing was changed.',
    );
  }
  // A key of the same id with another create date is another key (invariant 4).
  if (keyCase.key.createdAt !== answer.value.createdAt) {
    return refused('stale', 'This button belongs to another key. Nothing was changed.');
  }
  if (hasTaken(keyCase, answer)) return { kind: 'taken' };
  const { thread } = keyCase;
  if (thread === undefined || isPassedOn(keyCase)) {
    return refused('stale', 'This key was passed on to somebody else. Nothing was changed.');
  }
  if (thread.channel !== answer.channel || thread.ts !== answer.messageTs) {
    return refused('stale', 'There is a newer message about this key. Please answer there.');
  }
  const isOffered = offeredActions(keyCase).includes(answer.action);
  return isOffered && answer.value.state === buttonState(keyCase)
    ? { kind: 'fits', keyCase }
    : refused(
        'stale',
        'Something about this key changed after the button was drawn, so nothing was done. ' +
          'The message has been brought up to date: please look again.',
      );
};

/** Decides about a click that is not stale: may this person, and what then? Pure. */
export const decideAnswer = (
  answer: SlackAnswer,
  keyCase: KeyCase,
  clicker: Clicker,
  settings: KeySettings,
  limits: { readonly now: Instant; readonly maxDays: number },
): AnswerDecision => {
  const permission = permissionOf(clicker);
  if (permission !== 'granted') return permission;
  // Unknown is not approved.
  const isApprover = clicker.isApprover.known && clicker.isApprover.value;
  const { now } = limits;
  switch (answer.action) {
    case 'disable-now':
      return { kind: 'request', act: 'disable', anyway: false, isApprover };
    case 'disable-anyway':
      return { kind: 'request', act: 'disable', anyway: true, isApprover };
    case 'undo':
      return { kind: 'request', act: 'restore', anyway: false, isApprover };
    case 'keep-for-now':
      return keep(answer, keyCase, settings, limits, isApprover);
    case 'request-exception':
      return askException(answer, keyCase, limits, isApprover);
    case 'not-mine':
      return { kind: 'change', keyCase: passOn(answer, keyCase, settings, now), isApprover };
    case 'answer-questions': {
      const answers = goodAnswers(answer.answers ?? {});
      return Object.keys(answers).length === 0
        ? refused('bad-answer', 'Nothing in the form could be an answer. Nothing was changed.')
        : {
            kind: 'change',
            keyCase: withAnswers(keyCase, answers, answer.slackUserId, answer.id, now),
            isApprover,
          };
    }
    case 'show-how-to-switch':
      return {
        kind: 'change',
        keyCase: withNotice(keyCase, { kind: 'how-to-switch', cause: answer.id, at: now }),
        isApprover,
      };
  }
};

/** The owner said that the key is not theirs, and the next one has not been told yet. */
export const isPassedOn = ({ thread, owners }: KeyCase): boolean =>
  thread !== undefined && !owners.some(({ contact }) => contact === thread.contact.contact);

const permissionOf = ({ isOwner, isApprover }: Clicker): 'granted' | AnswerDecision => {
  if ((isOwner.known && isOwner.value) || (isApprover.known && isApprover.value)) return 'granted';
  const unread = [isOwner, isApprover].filter((fact) => !fact.known);
  const [first] = unread;
  if (first === undefined) {
    return refused(
      'not-allowed',
      'Only the owner of this key or an approver may answer. Nothing was changed.',
    );
  }
  const why = unread.map((fact) => fact.reason).join('; ');
  return unread.some((fact) => fact.retry === 'yes')
    ? { kind: 'try-again', why }
    : refused(
        'unknown',
        'It could not be checked whether you may answer for this key, so nothing was changed. ' +
          'Please try again, and tell the platform team when it stays so.',
      );
};

const keep = (
  answer: SlackAnswer,
  keyCase: KeyCase,
  settings: KeySettings,
  { now, maxDays }: { readonly now: Instant; readonly maxDays: number },
  isApprover: boolean,
): AnswerDecision => {
  const day = answer.keep?.until ?? '';
  const fault = untilFault(day, now, maxDays);
  const until = endOfDay(day);
  if (fault !== undefined || until === undefined) {
    return refused('bad-date', `Nothing was changed. ${fault ?? 'Pick a date.'}`);
  }
  const by = answer.slackUserId;
  const reason = leaveOutSecrets(answer.keep?.reason ?? '');
  const { dueAt: _due, nextStepAt: _next, ...rest } = keyCase;
  const kept: KeyCase = {
    ...rest,
    stage: 'told',
    kept: { until, reason, by, at: now },
    // The notice that it is kept is the first warning of the new round.
    clockStartedAt: now,
    ...scheduleUntil(now, until, settings),
  };
  const notice = {
    kind: 'kept',
    cause: answer.id,
    at: now,
    details: { by, until, reason },
  } as const;
  return { kind: 'change', keyCase: withNotice(kept, notice), isApprover };
};

const askException = (
  answer: SlackAnswer,
  keyCase: KeyCase,
  { now, maxDays }: { readonly now: Instant; readonly maxDays: number },
  isApprover: boolean,
): AnswerDecision => {
  const { reason = '', conditions = '', scope = 'key', until: day = '' } = answer.exception ?? {};
  const fault = untilFault(day, now, maxDays);
  const expiresAt = endOfDay(day);
  if (fault !== undefined || expiresAt === undefined) {
    return refused('bad-date', `Nothing was asked for. ${fault ?? 'Pick a date.'}`);
  }
  const { key } = keyCase;
  const { userName, accessKeyId, createdAt } = key;
  const exception = requestedException(
    {
      id: exceptionIdOf(answer),
      accountId: key.accountId,
      accountName: keyCase.accountName,
      scope:
        scope === 'user'
          ? { kind: 'user', userName }
          : { kind: 'key', userName, accessKeyId, createdAt },
      owner: ownerOf(keyCase),
      reason: leaveOutSecrets(reason),
      conditions: leaveOutSecrets(conditions),
      requestedBy: answer.slackUserId,
      expiresAt,
    },
    now,
  );
  return {
    kind: 'ask-exception',
    exception,
    keyCase: withExceptionNotice(keyCase, exception, 'exception-requested', now),
    isApprover,
  };
};

/** From the form that was sent: the same form is the same request. */
const exceptionIdOf = ({ id }: SlackAnswer): string => id.replace(/[^\w.-]+/g, '-');

/**
 * The next rung becomes the owner, and whoever said "not mine" leaves the ladder with what they said
 * before. The clock starts anew: what the former owner was told counts for nothing with the next
 * (invariant 3).
 */
const passOn = (
  answer: SlackAnswer,
  keyCase: KeyCase,
  settings: KeySettings,
  now: Instant,
): KeyCase => {
  const owners = nextOwners(keyCase, askedContact(keyCase));
  const notice = {
    kind: 'not-mine',
    cause: answer.id,
    at: now,
    // Where the message to the former owner is: it will say who has the key now.
    details: {
      by: answer.slackUserId,
      formerChannel: answer.channel,
      formerTs: answer.messageTs,
    },
  } as const;
  if (keyCase.dueAt === undefined || keyCase.stage === 'excepted') {
    return withNotice({ ...keyCase, owners }, notice);
  }
  const { dueAt: _due, nextStepAt: _next, kept: _kept, ...rest } = keyCase;
  return withNotice(
    { ...rest, stage: 'told', owners, clockStartedAt: now, ...scheduleFrom(now, settings) },
    notice,
  );
};

const changes: readonly Notice['kind'][] = ['kept', 'not-mine', 'how-to-switch', 'answers-given'];

const hasTaken = (keyCase: KeyCase, answer: SlackAnswer): boolean => {
  const ids = new Set([
    ...changes.map((kind) => noticeId(kind, answer.id)),
    noticeId('exception-requested', exceptionIdOf(answer)),
  ]);
  return keyCase.notices.some(({ id }) => ids.has(id));
};

const refused = (because: Refused['because'], say: string): Refused => ({
  kind: 'refused',
  because,
  say,
});
