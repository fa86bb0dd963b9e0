import type { KeyCase } from '../core/keys/key-case.ts';
import type { AccountId, RoleArn } from '../core/model/ids.ts';
import type { Instant } from '../core/model/instant.ts';
import type { OrganizationAccount } from './ports.ts';

/** An account as AWS Organizations lists it. */
export interface ListedAccount extends OrganizationAccount {
  /** `ACTIVE`, `SUSPENDED`, `PENDING_CLOSURE`, …; `LEFT` when it is not listed any more. */
  readonly state: string;
  /** Ids of its organizational units and the root, nearest first; `undefined`: not told. */
  readonly ous: readonly string[] | undefined;
  /** Since when it is on the list; absent in a fresh answer of AWS. */
  readonly listedSince?: Instant;
}

/** Every account of the organization, as AWS lists it now. */
export interface OrganizationListing {
  /**
   * All pages.
   * @throws LastkeyError when the list cannot be read whole: a part would pass for all of it
   */
  all(): Promise<readonly ListedAccount[]>;
}

/** The list of accounts as it was read last. */
export interface AccountList {
  /** `null`: never listed. */
  read(accountId: AccountId): Promise<ListedAccount | null>;
  all(): Promise<readonly ListedAccount[]>;
  write(account: ListedAccount): Promise<void>;
}

/** What the sweep remembers of one account from run to run: one row, written once a run. */
export interface AccountCoverage {
  readonly accountId: AccountId;
  /** When the run began that this row is of. */
  readonly runAt: Instant;
  readonly coverage: 'read' | 'failed';
  /** Why it could not be read, in words. */
  readonly reason?: string;
  /** Logins of the account are counted since then at the latest: rules and read role come together. */
  readonly firstReadAt?: Instant;
  readonly lastReadAt?: Instant;
  /** Runs in a row in which the account could not be read; 0 when this one read it. */
  readonly consecutiveFailures: number;
  /** When the trust of its roles was judged last. */
  readonly rolesJudgedAt?: Instant;
  /** When the newest report that was read had been made. */
  readonly reportAt?: Instant;
  readonly keys?: number;
}

export interface CoverageTable {
  /** `null`: no run has met the account. */
  read(accountId: AccountId): Promise<AccountCoverage | null>;
  all(): Promise<readonly AccountCoverage[]>;
  /** Writing the same row again changes nothing. */
  write(coverage: AccountCoverage): Promise<void>;
}

/** What was told about a role and stands in no case of it. */
export interface RoleMemory {
  /** Trusted subjects that were told as never seen: `<provider> <subject>`. */
  readUnseen(roleArn: RoleArn): Promise<readonly string[]>;
  writeUnseen(roleArn: RoleArn, subjects: readonly string[]): Promise<void>;
}

/** The cases of a whole account, gone ones included. */
export interface AccountCases {
  ofAccount(accountId: AccountId): Promise<readonly KeyCase[]>;
}

/** How many first messages an owner has had on one day. */
export interface FirstMessages {
  /** Counts one more, unless there were `limit` already. One conditional write. */
  spend(day: string, owner: string, limit: number): Promise<'spent' | 'over'>;
}
