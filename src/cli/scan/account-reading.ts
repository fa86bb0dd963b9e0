import type { AccountDetails } from '../../core/inventory/account-details.ts';
import type {
  InventoryKey,
  InventoryUser,
  ServiceCredential,
} from '../../core/inventory/account-inventory.ts';
import type { Fact } from '../../core/model/fact.ts';
import type { AccountId } from '../../core/model/ids.ts';
import type { Instant } from '../../core/model/instant.ts';

/** What one look at one account came to, live or in a snapshot. */
export interface AccountReading {
  readonly accountId: AccountId;
  readonly name: string;
  /** Organizational units, nearest first; `undefined`: not known. */
  readonly ous: readonly string[] | undefined;
  readonly outcome:
    | ReadAccount
    /** `bad-input`: a file of the snapshot is no output of AWS. `not-read`: AWS, network, permission. */
    | {
        readonly coverage: 'failed';
        readonly cause: 'bad-input' | 'not-read';
        readonly reason: string;
      }
    | { readonly coverage: 'excluded'; readonly reason: string };
}

/** Whether a file of the snapshot is at fault: that is for its user to correct. */
export const hasBadInput = ({ outcome }: AccountReading): boolean =>
  outcome.coverage === 'failed'
    ? outcome.cause === 'bad-input'
    : outcome.coverage === 'read' && outcome.hasBadInput === true;

export interface ReadAccount {
  readonly coverage: 'read';
  /** When AWS made the credential report, where that is known: keys made since are not in it. */
  readonly reportAt?: Instant;
  readonly users: readonly InventoryUser[];
  readonly keys: readonly InventoryKey[];
  /** Users with their tags and policies. */
  readonly details: Fact<AccountDetails>;
  readonly serviceCredentials: Fact<readonly ServiceCredential[]>;
  /** A file of the snapshot is no output of AWS: what it would have told is unknown. */
  readonly hasBadInput?: true;
  /** What keeps the list of keys from being whole: the result is partial. */
  readonly gaps: readonly string[];
  /** What was odd, or changed since the report; nothing is missing for it. */
  readonly notes: readonly string[];
}
