import type { OwnerContact, Thread } from '../keys/key-case.ts';
import type { AccountId, EventId, RoleArn } from '../model/ids.ts';
import type { Instant } from '../model/instant.ts';
import type { LoginDiagnosis } from './diagnosis/diagnosis.ts';
import type { JudgedTrust } from './judge-trust.ts';

/** What one item of the case table is about: a role's trust policy, or one subject it denies. */
export type RoleCaseKey =
  | { readonly about: 'trust'; readonly roleArn: RoleArn }
  | {
      readonly about: 'denied-logins';
      readonly roleArn: RoleArn;
      /** Provider ARN, or the name of a built-in provider. */
      readonly identityProvider: string;
      readonly subject: string;
    };

interface RoleCaseOf<About extends RoleCaseKey['about']> {
  readonly key: Extract<RoleCaseKey, { about: About }>;
  readonly accountId: AccountId;
  readonly accountName: string;
  /** Optimistic lock: each write expects the version it read. */
  readonly version: number;
  /** The event that began this round: each round is one message in Slack. */
  readonly round: EventId;
  /** `quiet`: nobody has to be told. */
  readonly state: 'quiet' | 'open' | 'closed';
  readonly owners: readonly OwnerContact[];
  /** Rises whenever the message has to show something new; 0: nothing to tell yet. */
  readonly revision: number;
  /** The newest revision that Slack shows. */
  readonly shown: number;
  readonly thread?: Thread;
  /** What could not be read, in words, and so was not assumed. */
  readonly unknowns: readonly string[];
}

/** Denied logins of one subject to one role, from the first until one succeeds. */
export interface DeniedLogins extends RoleCaseOf<'denied-logins'> {
  readonly count: number;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  readonly closedAt?: Instant;
  /** Absent until the role could be read. */
  readonly diagnosis?: LoginDiagnosis;
  readonly diagnosedAt?: Instant;
  /** The newest events counted, so that a redelivery counts nothing twice. */
  readonly recent: readonly EventId[];
}

/** The verdict on a role's trust policy, and what it was before the last change. */
export interface RoleTrust extends RoleCaseOf<'trust'> {
  readonly judged: JudgedTrust;
  /** The verdict that the present round compares with; `null`: the role was new or never judged. */
  readonly before: JudgedTrust | null;
  /** Who changed what, for people: `Alice changed the trust policy`. */
  readonly change: string;
  /** `eventTime` of the newest change taken in: older events change nothing. */
  readonly changedAt: Instant;
}

export type RoleCase = DeniedLogins | RoleTrust;

/** Names a case in claims, ledger entries and logs. */
export const roleCaseName = (key: RoleCaseKey): string =>
  key.about === 'trust'
    ? `${key.roleArn}/trust`
    : `${key.roleArn}/denied/${key.identityProvider}/${key.subject}`;

/** The notice that shows the present state: the same state always has the same id. */
export const roleNoticeId = ({ round, revision }: RoleCase): string => `${round}:${revision}`;

/** Whether Slack does not show the present state yet. */
export const isUntold = ({ revision, shown }: RoleCase): boolean => revision > shown;
