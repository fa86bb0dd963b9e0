import type { OidcProvider } from '../federation/federated-role.ts';
import type { FederationUse } from '../federation/fold-logins.ts';
import type { OwnSubjects } from '../federation/own-subjects.ts';
import type { RoleDetails } from '../inventory/account-details.ts';
import type { Fact } from '../model/fact.ts';
import type { Instant } from '../model/instant.ts';
import type { PermissionsFact } from '../permissions/permissions.ts';
import type { KeyUsage } from '../usage/key-usage.ts';
import type { Coverage, WorkloadKind } from './replacement.ts';
import type { RolePlace } from './trust-statement.ts';
import type { WorkloadIdentity } from './workload-identity.ts';

/** A role that fits, and why. */
export interface RoleMatch {
  readonly role: RoleDetails;
  readonly name: string;
  /** What the role says the workload is, where that was not known. */
  readonly kind: WorkloadKind;
  readonly identityProvider?: string;
  readonly audience?: string;
  /** The first subject pattern that the trust policy asks for. */
  readonly subject?: string;
  /** `maybe`: told by kinship, because the workload is only partly known. */
  readonly admits: 'yes' | 'maybe';
  /** The trust policy that it must get first; there when more than the workload can assume it now. */
  readonly fixedTrustPolicy?: string;
  readonly coverage?: Coverage;
  readonly why: readonly string[];
  /** What is not certain about it, in words. */
  readonly unknowns: readonly string[];
}

export interface MatchResult {
  readonly best?: RoleMatch;
  /** Roles as good as each other: no guess is made between them. */
  readonly ties: readonly RoleMatch[];
  /** Roles that let the workload in, or may, and are not recommended. */
  readonly passedOver: readonly { readonly name: string; readonly why: string }[];
}

export interface MatchInput {
  readonly roles: readonly RoleDetails[];
  readonly identity: WorkloadIdentity;
  readonly userName: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly ignoreIssuers: readonly string[];
  readonly providers: Fact<readonly OidcProvider[]>;
  readonly usage: Fact<KeyUsage>;
  readonly userPermissions?: PermissionsFact;
  readonly uses: readonly FederationUse[];
  readonly own: OwnSubjects;
  readonly place: RolePlace;
  readonly now: Instant;
}
