import type { Mode } from '../model/configuration.ts';
import type { Fact } from '../model/fact.ts';
import type { AccessKeyId, AccountId } from '../model/ids.ts';
import type { Instant } from '../model/instant.ts';
import type { LastUse } from './access-key.ts';
import type { ExceptionRecord } from './exception.ts';
import type { Stage } from './key-case.ts';
import type { KeyPlace } from './key-settings.ts';
import type { Reason } from './reasons.ts';

/**
 * What is known of one key at one moment, however it was read: event, sweep, scan or snapshot. Every
 * fact is known or unknown with a reason; unknown never counts against the key (invariant 2).
 */
export interface KeyFactsNow {
  readonly accountId: AccountId;
  readonly userName: string;
  /** The credential report has no key ids: unknown until `ListAccessKeys` was joined. */
  readonly accessKeyId: Fact<AccessKeyId>;
  readonly status: Fact<'Active' | 'Inactive' | 'Expired'>;
  readonly createdAt: Fact<Instant>;
  /** `null`: never used. */
  readonly lastUse: Fact<LastUse | null>;
  readonly holder: 'workload' | 'human' | 'root' | 'unknown';
  /** Other keys of the user that are Active. */
  readonly otherActiveKeys: Fact<number>;
  /**
   * Whether the user has another key, Active or not, and none of them was used later than this one.
   * `false` for the only key of a user. Such a key is never deleted.
   */
  readonly isMostRecentlyUsed: Fact<boolean>;
  readonly place: KeyPlace;
  readonly exceptions: Fact<readonly ExceptionRecord[]>;
  /** `false`: the owner has left. */
  readonly ownerIsHere: Fact<boolean>;
  /** AWS attached a quarantine policy, or a Health event says that the key is public. */
  readonly exposed: Fact<boolean>;
  /** Whether the principal's own policies allow everything, or changing IAM. */
  readonly privilege: Fact<'administrator' | 'can-escalate' | 'limited'>;
  readonly replacementInUse: Fact<boolean>;
}

/** What lastkey did and said before; see `historyOf`, and {@link neverMet} for a key without a case. */
export interface KeyHistory {
  readonly stage: Stage | 'new';
  /** When the present round of warnings began: a use after it starts another. */
  readonly clockStartedAt?: Instant;
  readonly dueAt?: Instant;
  /** Every warning that the next act requires was delivered. */
  readonly isTold: boolean;
  readonly disabledAt?: Instant;
  readonly reactivations: number;
  readonly automation?: string;
  /** The reasons of the case: some (`undeclared`, `re-activated`) cannot be seen on the key. */
  readonly reasons?: readonly Reason[];
  /**
   * Since when every `CreateAccessKey` of the account should have been seen; absent: not watched.
   * A key that was made later and was never met is one whose event was lost.
   */
  readonly watchedSince?: Instant;
}

/** The history of a key that lastkey meets for the first time. */
export const neverMet = (watchedSince?: Instant): KeyHistory => ({
  stage: 'new',
  isTold: false,
  reactivations: 0,
  ...(watchedSince === undefined ? {} : { watchedSince }),
});

/** What should become of a key, decided before anything is touched. */
export interface Decision {
  readonly stage: Stage;
  /** What the stage comes from, in one sentence. */
  readonly why: string;
  readonly reasons: readonly Reason[];
  readonly mode: Mode;
  /** What comes at `dueAt`; absent together with it, save for the end of an exception. */
  readonly next?: 'disable' | 'delete';
  /** When `next` may come at the earliest, or when the exception ends. Absent: nothing is due. */
  readonly dueAt?: Instant;
  /** When the case is to be looked at again: a warning, or the due date. */
  readonly nextStepAt?: Instant;
  /** Start of the round that `dueAt` counts from: warnings before it count for nothing. */
  readonly clockStartedAt?: Instant;
  /** Unknown facts in words, each with what it blocks. */
  readonly unknowns: readonly Unknown[];
  /** The override that won, in words: `ou: ou-prod`; absent when none applies. */
  readonly rule?: string;
  readonly risk: Risk;
}

export interface Unknown {
  /** `when the key was last used (AccessDenied)` */
  readonly what: string;
  /** `unused, never-used, any due date` */
  readonly blocks: string;
}

/** Higher is worse; each factor is shown. */
export interface Risk {
  readonly score: number;
  readonly factors: readonly {
    readonly name: string;
    readonly points: number;
    readonly text: string;
  }[];
}
