import type { Action } from '../action.ts';
import { addClientIdToOpenIdConnectProvider } from './add-client-id-to-open-id-connect-provider.ts';
import { createAccessKey } from './create-access-key.ts';
import { createLoginProfile } from './create-login-profile.ts';
import { createOpenIdConnectProvider } from './create-open-id-connect-provider.ts';
import { createRole } from './create-role.ts';
import { createUser } from './create-user.ts';
import { deleteAccessKey } from './delete-access-key.ts';
import { deleteLoginProfile } from './delete-login-profile.ts';
import { deleteOpenIdConnectProvider } from './delete-open-id-connect-provider.ts';
import { deleteRole } from './delete-role.ts';
import { deleteUser } from './delete-user.ts';
import { getAccessKeyLastUsed } from './get-access-key-last-used.ts';
import { getLoginProfile } from './get-login-profile.ts';
import { getOpenIdConnectProvider } from './get-open-id-connect-provider.ts';
import { getRole } from './get-role.ts';
import { getUser } from './get-user.ts';
import { listAccessKeys } from './list-access-keys.ts';
import { listOpenIdConnectProviders } from './list-open-id-connect-providers.ts';
import { listRoleTags } from './list-role-tags.ts';
import { listRoles } from './list-roles.ts';
import { listUserTags } from './list-user-tags.ts';
import { listUsers } from './list-users.ts';
import { removeClientIdFromOpenIdConnectProvider } from './remove-client-id-from-open-id-connect-provider.ts';
import { tagUser } from './tag-user.ts';
import { untagUser } from './untag-user.ts';
import { updateAccessKey } from './update-access-key.ts';
import { updateAssumeRolePolicy } from './update-assume-role-policy.ts';
import { updateOpenIdConnectProviderThumbprint } from './update-open-id-connect-provider-thumbprint.ts';

/** IAM actions by the name that the wire carries. */
export const iamActions: Readonly<Record<string, Action>> = {
  AddClientIDToOpenIDConnectProvider: addClientIdToOpenIdConnectProvider,
  CreateAccessKey: createAccessKey,
  CreateLoginProfile: createLoginProfile,
  CreateOpenIDConnectProvider: createOpenIdConnectProvider,
  CreateRole: createRole,
  CreateUser: createUser,
  DeleteAccessKey: deleteAccessKey,
  DeleteLoginProfile: deleteLoginProfile,
  DeleteOpenIDConnectProvider: deleteOpenIdConnectProvider,
  DeleteRole: deleteRole,
  DeleteUser: deleteUser,
  GetAccessKeyLastUsed: getAccessKeyLastUsed,
  GetLoginProfile: getLoginProfile,
  GetOpenIDConnectProvider: getOpenIdConnectProvider,
  GetRole: getRole,
  GetUser: getUser,
  ListAccessKeys: listAccessKeys,
  ListOpenIDConnectProviders: listOpenIdConnectProviders,
  ListRoleTags: listRoleTags,
  ListRoles: listRoles,
  ListUserTags: listUserTags,
  ListUsers: listUsers,
  RemoveClientIDFromOpenIDConnectProvider: removeClientIdFromOpenIdConnectProvider,
  TagUser: tagUser,
  UntagUser: untagUser,
  UpdateAccessKey: updateAccessKey,
  UpdateAssumeRolePolicy: updateAssumeRolePolicy,
  UpdateOpenIDConnectProviderThumbprint: updateOpenIdConnectProviderThumbprint,
};
