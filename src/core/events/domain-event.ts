import type { Instant } from '../model/instant.ts';

/** The `detail-type`s that lastkey puts on the hub bus, with `source: lastkey`. Published contract. */
export const domainEventTypes = [
  'Access Key Found',
  'Access Key Due',
  'Access Key Disabled',
  'Access Key Restored',
  'Access Key Deleted',
  'Access Key Answered',
  'Replacement In Use',
  'Trust Finding',
  'Login Denied',
  'Thumbprint Drift',
  'Guardrail Proposed',
  'Coverage Gap',
] as const;
export type DomainEventType = (typeof domainEventTypes)[number];

/** `detail` of an event about an access key. `version` is 1. */
export interface AccessKeyEventDetail {
  readonly version: 1;
  readonly accountId: string;
  readonly accountName: string;
  readonly userName: string;
  readonly accessKeyId: string;
  readonly createdAt: Instant;
  readonly stage: string;
  readonly mode: 'observe' | 'enforce';
  /** The notice to deliver, by id; `notify` reads the rest from the case. */
  readonly noticeId: string;
  readonly noticeKind: string;
  readonly at: Instant;
}

export interface DomainEvent {
  readonly type: DomainEventType;
  readonly detail: AccessKeyEventDetail;
}
