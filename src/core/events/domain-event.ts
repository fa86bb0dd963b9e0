import type { Instant } from '../model/instant.ts';
import type { SweepEventDetail } from './sweep-event.ts';

/** The `detail-type`s that lastkey puts on the hub bus, with `source: lastkey`. Published contract. */
export const domainEventTypes = [
  'Access Key Found',
  'Access Key Exposed',
  'Access Key Due',
  'Access Key Disabled',
  'Access Key Restored',
  'Access Key Deleted',
  'Access Key Answered',
  'Access Key Rotating',
  'Replacement In Use',
  'Replacement Changed',
  'Trust Finding',
  'Login Denied',
  'Thumbprint Drift',
  'Guardrail Proposed',
  'Coverage Gap',
  'Exception Changed',
  'Limit Reached',
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

/** `detail` of `Thumbprint Drift`: what is news about one issuer, in some of its accounts. */
export interface ThumbprintEventDetail {
  readonly version: 1;
  /** `https://…`, as the providers have it. */
  readonly issuer: string;
  /** The providers that it is news of; at most fifty of `providerCount`. */
  readonly providers: readonly { readonly accountId: string; readonly arn: string }[];
  readonly providerCount: number;
  readonly verdict: string;
  readonly loadBearing: true | false | 'unknown';
  readonly findings: readonly {
    readonly id: string;
    readonly severity: string;
    readonly message: string;
  }[];
  /** The next step of add, wait, remove, where there is one: the whole list to write, and whether it is vouched for. */
  readonly proposal?: {
    readonly step: string;
    readonly thumbprints: readonly string[];
    readonly vouchedFor: boolean;
    readonly why: string;
  };
  /** Channels to tell, in order: the first that Slack takes. */
  readonly contacts: readonly string[];
  /** The same news has the same id. */
  readonly noticeId: string;
  readonly noticeKind: 'thumbprint-drift';
  readonly at: Instant;
}

interface RoleEventDetail<About extends string> {
  readonly version: 1;
  readonly about: About;
  readonly accountId: string;
  readonly accountName: string;
  readonly roleArn: string;
  readonly state: string;
  /** The notice to deliver, by id; `notify` reads the rest from the case. */
  readonly noticeId: string;
  readonly at: Instant;
}

/** `detail` of `Login Denied`: logins of one subject to one role. Sent again when it closes. */
export interface LoginDeniedDetail extends RoleEventDetail<'denied-logins'> {
  readonly identityProvider: string;
  readonly subject: string;
  readonly count: number;
  /** `condition`, `audience-list`, … as in `LoginDiagnosis`. */
  readonly cause: string;
  readonly summary: string;
  /** The change that lets exactly this workload in, where one is proven. */
  readonly isPatchProposed: boolean;
}

/** `detail` of `Trust Finding`: a role's trust policy got worse, or is as good again as before. */
export interface TrustFindingDetail extends RoleEventDetail<'trust'> {
  readonly verdict: string;
  /** `null`: the role is new, or was never judged. */
  readonly verdictBefore: string | null;
  readonly scope: string;
  readonly findings: readonly string[];
}

/** `detail` of `Exception Changed`: asked for, asked again, granted, not granted, ended. */
export interface ExceptionEventDetail {
  readonly version: 1;
  readonly about: 'exception';
  readonly accountId: string;
  /** The user whose keys it covers; `*` for a workload. */
  readonly userName: string;
  readonly exceptionId: string;
  readonly state: string;
  /** Approvers are asked once more: a reply under the question. */
  readonly isReminder: boolean;
  /** Channels to ask in, in order: the first that Slack takes. */
  readonly contacts: readonly string[];
  readonly noticeId: string;
  readonly at: Instant;
}

/** `detail` of `Limit Reached`: keys wait for an approver's word. Sent again when it is given. */
export interface LimitReachedDetail {
  readonly version: 1;
  readonly about: 'over-cap';
  readonly day: string;
  readonly keyCount: number;
  readonly state: string;
  readonly contacts: readonly string[];
  readonly noticeId: string;
  readonly at: Instant;
}

export interface DomainEvent {
  readonly type: DomainEventType;
  readonly detail:
    | AccessKeyEventDetail
    | ThumbprintEventDetail
    | LoginDeniedDetail
    | TrustFindingDetail
    | ExceptionEventDetail
    | LimitReachedDetail
    | SweepEventDetail;
}
