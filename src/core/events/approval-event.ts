import { type ExceptionRecord, userOfScope } from '../keys/exception.ts';
import { type OverCapAsk, overCapState } from '../keys/over-cap.ts';
import type { Configuration } from '../model/configuration.ts';
import type { Instant } from '../model/instant.ts';
import type { DomainEvent } from './domain-event.ts';

/** Where approvers are asked: the security channel, then whoever is told when nobody else is known. */
export const approvalContacts = ({
  slack,
  owners,
}: Pick<Configuration, 'slack' | 'owners'>): readonly string[] => [
  ...new Set([slack.channel, owners.fallback]),
];

/** Announces an exception as it now stands. The same state announced twice is one notice. */
export const exceptionEvent = (
  exception: ExceptionRecord,
  contacts: readonly string[],
  at: Instant,
  options: { readonly isReminder?: boolean } = {},
): DomainEvent => ({
  type: 'Exception Changed',
  detail: {
    version: 1,
    about: 'exception',
    accountId: exception.accountId,
    userName: userOfScope(exception.scope),
    exceptionId: exception.id,
    state: exception.state,
    isReminder: options.isReminder === true,
    contacts,
    noticeId: `exception/${exception.accountId}/${exception.id}/${exception.state}/${exception.reviews.length}`,
    at,
  },
});

/** Announces the day's question as it now stands. */
export const overCapEvent = (
  ask: OverCapAsk,
  contacts: readonly string[],
  at: Instant,
): DomainEvent => ({
  type: 'Limit Reached',
  detail: {
    version: 1,
    about: 'over-cap',
    day: ask.day,
    keyCount: ask.keys.length,
    state: ask.state,
    contacts,
    noticeId: `over-cap/${ask.day}/${overCapState(ask)}`,
    at,
  },
});
