import type { AccessKey } from '../core/keys/access-key.ts';
import type { Fact } from '../core/model/fact.ts';
import type { AccessKeyId, AccountId } from '../core/model/ids.ts';
import type { Instant } from '../core/model/instant.ts';
import type { LastAccessed } from '../core/usage/add-last-accessed.ts';
import type { UsageProgress } from '../core/usage/usage-progress.ts';

/** What reading a key's usage needs from the world. */

/** An event of CloudTrail's event history. */
export interface LookedUpEvent {
  readonly id: string;
  readonly at: Instant;
  /** The CloudTrail record; anything. */
  readonly record: unknown;
}

export interface EventPage {
  /** Newest first. */
  readonly events: readonly LookedUpEvent[];
  /** For the next page; absent on the last. */
  readonly next?: string;
}

/** The event history of one account, at the pace that AWS allows. Never throws for an AWS error. */
export interface EventLookup {
  page(request: {
    readonly region: string;
    readonly accessKeyId: AccessKeyId;
    readonly from: Instant;
    readonly to: Instant;
    readonly next?: string;
  }): Promise<Fact<EventPage>>;
}

/** Where usage is read: one account's event history and IAM. */
export interface UsageAccount extends EventLookup {
  /** What a user last did, whichever credential it used. */
  lastAccessed(userArn: string): Promise<Fact<LastAccessed>>;
}

export interface UsageAccounts {
  reading(accountId: AccountId): Promise<UsageAccount>;
}

/** Keeps what look-ups have counted, so that the next one goes on from there. */
export interface UsageTable {
  read(key: Pick<AccessKey, 'accountId' | 'accessKeyId'>): Promise<UsageProgress | null>;
  /**
   * One conditional write on the version that was read (0: must be new). `too-large`: nothing was
   * written, and the next look-up starts over.
   */
  write(
    key: Pick<AccessKey, 'accountId' | 'accessKeyId'>,
    progress: UsageProgress,
    now: Instant,
  ): Promise<'written' | 'changed' | 'too-large'>;
}
