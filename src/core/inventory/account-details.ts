import type { FederatedRole } from '../federation/federated-role.ts';
import type { Instant } from '../model/instant.ts';
import type { PermissionsFact } from '../permissions/permissions.ts';

/**
 * Users and roles of one account with what they may do, as `GetAccountAuthorizationDetails` tells.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export interface AccountDetails {
  readonly users: readonly UserDetails[];
  /** Every role, service roles included. */
  readonly roles: readonly RoleDetails[];
}

export interface UserDetails {
  readonly userName: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAt?: Instant;
  readonly tags: Readonly<Record<string, string>>;
  readonly groups: readonly string[];
  readonly permissions: PermissionsFact;
}

export interface RoleDetails extends FederatedRole {
  readonly permissions: PermissionsFact;
}
