import type { Exposure } from '../keys/exposure.ts';
import type { AccountId } from '../model/ids.ts';
import type { Instant } from '../model/instant.ts';
import type { DomainEvent } from './domain-event.ts';
import { sweepEventTypes } from './sweep-event.ts';

const mostLines = 20;

/** What the security channel hears of an exposure, whether or not an owner can be told. */
export const exposureEvent = (
  exposure: Pick<Exposure, 'eventId'> & { readonly accountId: AccountId },
  accountName: string,
  /** Plain sentences: one a key, and what could not be found out. */
  lines: readonly string[],
  contacts: readonly string[],
  at: Instant,
): DomainEvent => ({
  type: sweepEventTypes['key-exposed'],
  detail: {
    version: 1,
    noticeKind: 'sweep',
    topic: 'key-exposed',
    accountIds: [exposure.accountId],
    title: `AWS found an access key in public: ${accountName}`,
    lines: lines.slice(0, mostLines),
    more: Math.max(0, lines.length - mostLines),
    advice:
      'Look in CloudTrail for what the key did since it became public. Do not detach the quarantine before the key is deleted.',
    contacts: [...new Set(contacts)],
    noticeId: `key-exposed/${exposure.eventId}`,
    at,
  },
});
