import type { KeyCase, NoticeKind } from '../keys/key-case.ts';
import { noticeId } from '../keys/notices.ts';
import type { Instant } from '../model/instant.ts';
import type { DomainEvent, DomainEventType } from './domain-event.ts';

const types: Record<NoticeKind, DomainEventType> = {
  found: 'Access Key Found',
  exposed: 'Access Key Exposed',
  're-activated': 'Access Key Found',
  warning: 'Access Key Due',
  'would-disable': 'Access Key Due',
  'used-since-warning': 'Access Key Due',
  'over-cap': 'Access Key Due',
  'not-disabled': 'Access Key Due',
  disabled: 'Access Key Disabled',
  'disabled-elsewhere': 'Access Key Disabled',
  restored: 'Access Key Restored',
  'delete-warning': 'Access Key Due',
  'would-delete': 'Access Key Due',
  'not-deleted': 'Access Key Due',
  deleted: 'Access Key Deleted',
  kept: 'Access Key Answered',
  'not-mine': 'Access Key Answered',
  'how-to-switch': 'Access Key Answered',
  'click-refused': 'Access Key Answered',
  'replacement-in-use': 'Replacement In Use',
  'answers-given': 'Access Key Answered',
  'recommendation-changed': 'Replacement Changed',
  'migration-step': 'Replacement Changed',
  'exception-requested': 'Access Key Answered',
  'exception-granted': 'Access Key Answered',
  'exception-not-granted': 'Access Key Answered',
  'exception-ending': 'Access Key Due',
  'would-rotate': 'Access Key Rotating',
  'two-keys': 'Access Key Rotating',
  'not-rotated': 'Access Key Rotating',
  'successor-ready': 'Access Key Rotating',
  'successor-unused': 'Access Key Rotating',
  'rotation-stuck': 'Access Key Rotating',
};

/** The domain event that announces a notice of a case. Subscribers and `notify` receive it. */
export const caseEvent = (
  keyCase: KeyCase,
  notice: { readonly id: string; readonly kind: NoticeKind; readonly at: Instant },
): DomainEvent => ({
  type: types[notice.kind],
  detail: {
    version: 1,
    accountId: keyCase.key.accountId,
    accountName: keyCase.accountName,
    userName: keyCase.key.userName,
    accessKeyId: keyCase.key.accessKeyId,
    createdAt: keyCase.key.createdAt,
    stage: keyCase.stage,
    mode: keyCase.mode,
    noticeId: notice.id,
    noticeKind: notice.kind,
    at: notice.at,
  },
});

/**
 * The events of a case's notices that are not delivered yet.
 * @param cause only the notices of this cause: a redelivery announces again what its first attempt may
 *   not have announced, and nothing else; every undelivered one when absent
 */
export const pendingEvents = (keyCase: KeyCase, cause?: string): readonly DomainEvent[] =>
  keyCase.notices
    .filter(({ delivery }) => delivery.status === 'pending')
    .filter(({ id, kind }) => cause === undefined || id === noticeId(kind, cause))
    .map((notice) => caseEvent(keyCase, notice));
