import type { Change } from '../core/events/change.ts';
import type { DomainEvent } from '../core/events/domain-event.ts';
import type { LedgerEntry } from '../core/evidence/ledger-entry.ts';
import type { FederatedRole, OidcProvider } from '../core/federation/federated-role.ts';
import type { FederationUse, FederationUseKey } from '../core/federation/fold-logins.ts';
import type { RoleCase, RoleCaseKey } from '../core/federation/role-case.ts';
import type {
  IssuerObservation,
  VerificationMethodSeen,
} from '../core/federation/thumbprints/observation.ts';
import type { ProviderSighting } from '../core/federation/thumbprints/provider-sighting.ts';
import type { AccountDetails } from '../core/inventory/account-details.ts';
import type { AccessKey, AccessKeyState, LastUse } from '../core/keys/access-key.ts';
import type { ExceptionRecord } from '../core/keys/exception.ts';
import type { KeyCase, OwnerContact, Thread } from '../core/keys/key-case.ts';
import type { SlackMessage } from '../core/messages/slack-message.ts';
import type { Fact } from '../core/model/fact.ts';
import type { AccessKeyId, AccountId, RoleArn } from '../core/model/ids.ts';
import type { Instant } from '../core/model/instant.ts';

/** What the flows need from the world. Adapters implement these; nothing here knows how. */

export interface Clock {
  now(): Instant;
}

/** An IAM user as `GetUser` tells it. */
export interface IamUser {
  readonly userName: string;
  readonly path: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: Instant;
}

/** Read access to one member account, through its read role. Never throws for an AWS error: unknown. */
export interface MemberAccount {
  /** `null`: there is no such user. */
  user(userName: string): Promise<Fact<IamUser | null>>;
  /** All keys of a user, all pages. `null`: there is no such user. */
  accessKeys(userName: string): Promise<Fact<readonly AccessKeyState[] | null>>;
  /** `null`: never used. */
  lastUse(accessKeyId: AccessKeyId): Promise<Fact<LastUse | null>>;
  hasConsolePassword(userName: string): Promise<Fact<boolean>>;
  /** Roles whose trust policy has a federated principal, all pages. */
  federatedRoles(): Promise<Fact<readonly FederatedRole[]>>;
  /** One role, whomever it trusts. `null`: there is no role of that name. */
  role(roleName: string): Promise<Fact<FederatedRole | null>>;
  oidcProviders(): Promise<Fact<readonly OidcProvider[]>>;
  /** Every user and role with its policies, all pages; asked once, however often it is read. */
  accountDetails(): Promise<Fact<AccountDetails>>;
}

/** The one thing that can change a key, through the member account's respond role. */
export interface KeyControl {
  accessKeys(userName: string): Promise<Fact<readonly AccessKeyState[] | null>>;
  lastUse(accessKeyId: AccessKeyId): Promise<Fact<LastUse | null>>;
  /** @throws LastkeyError with `retry` when AWS refuses or fails. */
  setStatus(key: AccessKey, status: 'Active' | 'Inactive'): Promise<void>;
  /**
   * Cannot be undone. The role may do so only where the deployment allows it.
   * @throws LastkeyError with `retry` when AWS refuses or fails.
   */
  deleteKey(key: AccessKey): Promise<void>;
}

export interface MemberAccounts {
  reading(accountId: AccountId): Promise<MemberAccount>;
}
export interface ActingAccounts {
  responding(accountId: AccountId): Promise<KeyControl>;
}

export interface AccountNames {
  /** The account's name, or its id when the name cannot be read. */
  nameOf(accountId: AccountId): Promise<string>;
}

export type Claim = 'claimed' | 'done' | 'in-progress';

export interface CaseTable {
  /** Claims an id for a flow; an abandoned claim can be taken over after `leaseSeconds`. */
  claim(flow: string, id: string, now: Instant, leaseSeconds: number): Promise<Claim>;
  /** Marks a claim as done: later deliveries answer `done`. */
  finish(flow: string, id: string, now: Instant): Promise<void>;
  /** Gives a claim back after a failure that a redelivery may cure. */
  release(flow: string, id: string): Promise<void>;
  readCase(key: Pick<AccessKey, 'accountId' | 'userName' | 'accessKeyId'>): Promise<KeyCase | null>;
  /** Every case of one user. */
  casesOfUser(accountId: AccountId, userName: string): Promise<readonly KeyCase[]>;
  /** Cases whose recommended role is this one. */
  casesRecommending(roleArn: RoleArn): Promise<readonly KeyCase[]>;
  /** Cases whose `nextStepAt` has come, oldest first, all pages. */
  casesDue(now: Instant): AsyncIterable<KeyCase>;
  /**
   * Writes a case that was read at `version` (0: must not exist yet); answers the new one.
   * `'changed'`: somebody else wrote first; read again and decide again.
   */
  writeCase(keyCase: KeyCase): Promise<KeyCase | 'changed'>;
  /** How many keys of an account have a case that is not gone: a lower bound of its keys. */
  countKeys(accountId: AccountId): Promise<number>;
  exceptionsOf(accountId: AccountId, userName: string): Promise<readonly ExceptionRecord[]>;
  /**
   * Counts one act against the day's caps in one conditional write. `limits`: counter name to its
   * limit; nothing is counted when any counter has reached its own.
   */
  spendCap(day: string, limits: Readonly<Record<string, number>>): Promise<'spent' | 'over'>;
}

/** Puts only: there is no update and no delete. */
export interface Ledger {
  /** Appending the same id again changes nothing. */
  append(entries: readonly LedgerEntry[]): Promise<void>;
}

export interface DomainEvents {
  publish(events: readonly DomainEvent[]): Promise<void>;
}

/** `'go'` only when the switch was read and says so: unreadable means stop. */
export interface StopSwitch {
  read(): Promise<{ readonly state: 'go' } | { readonly state: 'stop'; readonly why: string }>;
}

export type SlackFailure = {
  readonly status: 'refused';
  /** Slack's error code: `channel_not_found`, `is_archived`, `users_not_found`, … */
  readonly code: string;
};

/**
 * Slack, one attempt a call. Answers `refused` for what another rung of the ladder may cure.
 * @throws LastkeyError `slack-rate-limited` (with `retryAfterSeconds`), `slack-unavailable`
 *   (`retry: 'yes'`) or `slack-token` (`retry: 'yes'`: an operator must replace it, nothing is lost)
 */
export interface Slack {
  /** Opens the parent message at a contact: a direct message for a user or an e-mail address. */
  postParent(
    contact: OwnerContact,
    message: SlackMessage,
  ): Promise<{ readonly status: 'posted'; readonly thread: Thread } | SlackFailure>;
  postReply(
    thread: Thread,
    message: SlackMessage,
  ): Promise<{ readonly status: 'posted'; readonly ts: string } | SlackFailure>;
  updateParent(
    thread: Thread,
    message: SlackMessage,
  ): Promise<{ readonly status: 'posted'; readonly ts: string } | SlackFailure>;
  /** A message only one person sees, in a channel. */
  postEphemeral(
    channel: string,
    slackUserId: string,
    message: SlackMessage,
  ): Promise<{ readonly status: 'posted'; readonly ts: string } | SlackFailure>;
  isMemberOfUsergroup(usergroupId: string, slackUserId: string): Promise<Fact<boolean>>;
  isMemberOfChannel(channel: string, slackUserId: string): Promise<Fact<boolean>>;
}

/** What the `respond` function is asked to do. Only `answer` and `advance-cases` can ask. */
export interface ResponseRequest {
  /** Idempotency key. */
  readonly id: string;
  readonly key: AccessKey;
  readonly act: 'disable' | 'restore' | 'delete';
  /** The case version that the request was decided on. */
  readonly because:
    | {
        readonly kind: 'due';
        readonly dueAt: Instant;
        /** The approver who said to go ahead over a limit. */
        readonly approvedBy?: string;
      }
    /** An operator's command, with credentials of the hub account. */
    | { readonly kind: 'command'; readonly by: string }
    | {
        readonly kind: 'answer';
        readonly by: string;
        readonly slackUserId: string;
        readonly isApprover: boolean;
        /** The person was shown the last use and asked for the act all the same. */
        readonly anyway: boolean;
      };
  readonly at: Instant;
}

export interface ResponseQueue {
  request(request: ResponseRequest): Promise<void>;
}

export interface FederationUses {
  read(key: FederationUseKey): Promise<FederationUse | null>;
  /** One conditional write on the version that was read (0: must be new). */
  write(use: FederationUse): Promise<'written' | 'changed'>;
  /** The newest uses of a role, newest day first. */
  ofRole(roleArn: RoleArn, sinceDay: string): Promise<readonly FederationUse[]>;
}

/** Issuers as the network shows them. */
export interface Issuers {
  /** @param issuer `https://…`, byte for byte as the provider has it. Never throws for what it meets. */
  observe(issuer: string): Promise<IssuerObservation>;
}

/** How AWS verified each OIDC provider's TLS at its newest login. */
export interface VerificationMethods {
  /** Keeps the newest: an older sighting changes nothing. */
  note(providerArn: string, seen: VerificationMethodSeen): Promise<void>;
  /** `null`: no login has said it yet. */
  newest(providerArn: string): Promise<VerificationMethodSeen | null>;
}

/** What the watch over thumbprints remembers of each provider. */
export interface ProviderSightings {
  read(providerArn: string): Promise<ProviderSighting | null>;
  /** One conditional write on the version that was read (0: must be new). */
  write(sighting: ProviderSighting): Promise<'written' | 'changed'>;
}

export interface OrganizationAccount {
  readonly accountId: AccountId;
  readonly name: string;
  /** In use: `State` is `ACTIVE`. */
  readonly isActive: boolean;
}

export interface OrganizationAccounts {
  /**
   * Every account, all pages.
   * @throws LastkeyError when the list cannot be read whole: a part would pass for all of it
   */
  all(): Promise<readonly OrganizationAccount[]>;
}

/** Cases about roles: what their trust lets in, and which logins it denies. */
export interface RoleCases {
  read(key: RoleCaseKey): Promise<RoleCase | null>;
  /**
   * Writes a case that was read at `version` (0: must not exist yet); answers the new one.
   * `'changed'`: somebody else wrote first; read again and decide again.
   */
  write(roleCase: RoleCase): Promise<RoleCase | 'changed'>;
}

/** What a flow did with one delivery, for logs, metrics and the local organization's narration. */
export interface FlowOutcome {
  readonly did: string;
  readonly subject?: string;
  readonly change?: Change;
}
