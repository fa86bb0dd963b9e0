import type { Mode } from '../model/configuration.ts';
import type { Fact } from '../model/fact.ts';
import type { AccountId } from '../model/ids.ts';
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
  readonly status: Fact<'Active' | 'Inactive' | 'Expired'>;
  readonly createdAt: Fact<Instant>;
  /** `null`: never used. */
  readonly lastUse: Fact<LastUse | null>;
  readonly holder: 'workload' | 'human' | 'root' | 'unknown';
  /** Other keys of the user that are Active. */
  readonly otherActiveKeys: Fact<number>;
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

/** What lastkey did and said before; nothing for a key that was never met. */
export interface KeyHistory {
  readonly stage: Stage | 'new';
  readonly clockStartedAt?: Instant;
  readonly dueAt?: Instant;
  /** Every required warning so far was delivered. */
  readonly isTold: boolean;
  readonly disabledAt?: Instant;
  readonly reactivations: number;
  readonly automation?: string;
}

/** What should become of a key, decided before anything is touched. */
export interface Decision {
  readonly stage: Stage;
  readonly reasons: readonly Reason[];
  readonly mode: Mode;
  /** When the next irreversible-looking step (disable, delete) may come at the earliest. */
  readonly dueAt?: Instant;
  readonly nextStepAt?: Instant;
  /** Unknown facts in words, each with what it blocks. */
  readonly unknowns: readonly { readonly what: string; readonly blocks: string }[];
  /** The override that won, in words: `ou: ou-prod`; absent when none applies. */
  readonly rule?: string;
  readonly risk: Risk;
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
