import type { Caller } from '../../core/events/change.ts';
import type { OidcProvider } from '../../core/federation/federated-role.ts';
import type { FederationUse } from '../../core/federation/fold-logins.ts';
import type { RoleDetails } from '../../core/inventory/account-details.ts';
import type { InventoryKey } from '../../core/inventory/account-inventory.ts';
import type { UserFacts } from '../../core/keys/key-facts.ts';
import type { Fact } from '../../core/model/fact.ts';
import type { AccountId } from '../../core/model/ids.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { PermissionsFact } from '../../core/permissions/permissions.ts';
import type { KeyUsage } from '../../core/usage/key-usage.ts';

/** What could be read of one user and of the account that it is in. */
export interface UserReading {
  readonly accountId: AccountId;
  readonly userName: string;
  readonly user: Fact<UserFacts | null>;
  readonly permissions: PermissionsFact;
  readonly hasConsolePassword: Fact<boolean>;
  readonly roles: Fact<readonly RoleDetails[]>;
  readonly identityProviders: Fact<readonly OidcProvider[]>;
  /** Every key of the user that is known of. */
  readonly keys: readonly KeyReading[];
  /** Whether there are no others. */
  readonly keysAreKnown: boolean;
  readonly federationUses: readonly FederationUse[];
  /** What AWS refused, or a file that is broken: a whole answer would have it. */
  readonly gaps: readonly string[];
  /** A file of the snapshot is no output of the AWS CLI. */
  readonly hasBadInput: boolean;
  /** What else is not known, in words. */
  readonly unknowns: readonly string[];
  readonly calls: Readonly<Record<string, number>>;
}

export interface KeyReading extends InventoryKey {
  readonly usage: Fact<KeyUsage>;
  /** Who made it, where a record says so. */
  readonly made?: { readonly by: Caller; readonly userAgent?: string; readonly at: Instant };
}
