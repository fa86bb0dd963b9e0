import type { Caller } from '../../events/change.ts';
import type { LastUse } from '../../keys/access-key.ts';
import type { KeyCase } from '../../keys/key-case.ts';
import type { KeyUsage } from '../../usage/key-usage.ts';
import type { WorkloadKind } from '../replacement.ts';

/** What is known of a user apart from what its key does. What could not be read is left out. */
export interface UserTraits {
  readonly userName: string;
  /** Its own account, to tell others from it. */
  readonly accountId?: string;
  readonly path?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly holder?: KeyCase['holder'];
  /** Names of attached and inline policies, and of groups. */
  readonly policyNames?: readonly string[];
  /** Who made the key. */
  readonly createdBy?: Caller;
  /** `userAgent` of the call that made the key. */
  readonly createdWith?: string;
  /** What the key's owner wrote beside it, or the user's description. */
  readonly description?: string;
}

/** Everything that may say which workload a key is for. */
export interface WorkloadSigns {
  readonly traits: UserTraits;
  /** Absent: nobody looked. Never the same as "not used". */
  readonly usage?: KeyUsage;
  /** `GetAccessKeyLastUsed`; `null`: never used. Absent: not read. */
  readonly lastUse?: LastUse | null;
}

export interface RankedKind {
  readonly kind: WorkloadKind;
  /** Probability, 0 to 1; all of a ranking add up to 1. */
  readonly confidence: number;
  /** What speaks for this kind, strongest first, in words a key's owner understands. */
  readonly evidence: readonly string[];
}
