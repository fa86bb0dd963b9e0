import type { ServiceCredential } from '../core/inventory/account-inventory.ts';
import type { AccessKeyState, LastUse } from '../core/keys/access-key.ts';
import type { Fact } from '../core/model/fact.ts';
import type { AccessKeyId, AccountId } from '../core/model/ids.ts';
import type { Instant } from '../core/model/instant.ts';

/** Opens accounts for reading, paced by what AWS allows. */
export interface AccountSessions {
  /** Never throws for an AWS error. */
  open(accountId: AccountId): Promise<OpenedAccount>;
}

export type OpenedAccount =
  | { readonly status: 'open'; readonly session: AccountSession }
  | ({ readonly status: 'failed'; readonly calls: CallCounts } & ReadFailure);

/** Every attempt and every page, by action. */
export type CallCounts = Readonly<Record<string, number>>;

export interface ReadFailure {
  readonly reason: string;
  /** Whether reading again later may help. */
  readonly retry: 'yes' | 'no';
}

/** One account with one set of credentials. Nothing throws for an AWS error. */
export interface AccountSession {
  /** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html */
  requestReport(): Promise<ReportRequest>;
  /** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetCredentialReport.html */
  report(): Promise<ReportAnswer>;
  /** All keys of a user, all pages. `null`: there is no such user. */
  accessKeys(userName: string): Promise<Fact<readonly AccessKeyState[] | null>>;
  /** `null`: never used. */
  lastUse(accessKeyId: AccessKeyId): Promise<Fact<LastUse | null>>;
  /** Of all users, all pages. */
  serviceCredentials(): Promise<Fact<readonly ServiceCredential[]>>;
  /** Calls so far, `AssumeRole` included where one was made. */
  calls(): CallCounts;
}

export type ReportRequest =
  /** `COMPLETE`: AWS has a report younger than four hours. */
  | { readonly status: 'accepted'; readonly state: 'STARTED' | 'INPROGRESS' | 'COMPLETE' }
  /** Throttled, at capacity or denied: a report that exists may be read all the same. */
  | ({ readonly status: 'refused' } & ReadFailure);

export type ReportAnswer =
  | {
      readonly status: 'read';
      /** Cells as text, header first. */
      readonly rows: readonly (readonly string[])[];
      readonly generatedAt: Instant;
    }
  | { readonly status: 'in-progress' | 'expired' | 'not-present' }
  | ({ readonly status: 'failed' } & ReadFailure);

/** One wait of a whole batch, never in a loop per account. */
export type Wait = (seconds: number) => Promise<void>;
