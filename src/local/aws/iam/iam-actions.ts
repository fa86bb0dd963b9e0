import type { Action } from '../action.ts';
import { addClientIdToOpenIdConnectProvider } from './add-client-id-to-open-id-connect-provider.ts';
import { attachPolicy, detachPolicy, listAttachedPolicies } from './attached-policies.ts';
import { createAccessKey } from './create-access-key.ts';
import { createGroup } from './create-group.ts';
import { createLoginProfile } from './create-login-profile.ts';
import { createOpenIdConnectProvider } from './create-open-id-connect-provider.ts';
import { createPolicy } from './create-policy.ts';
import { createRole } from './create-role.ts';
import { createUser } from './create-user.ts';
import { generateCredentialReport, getCredentialReport } from './credential-report.ts';
import { deleteAccessKey } from './delete-access-key.ts';
import { deleteLoginProfile } from './delete-login-profile.ts';
import { deleteOpenIdConnectProvider } from './delete-open-id-connect-provider.ts';
import { deleteRole } from './delete-role.ts';
import { deleteUser } from './delete-user.ts';
import { getAccessKeyLastUsed } from './get-access-key-last-used.ts';
import { getAccountAuthorizationDetails } from './get-account-authorization-details.ts';
import { getLoginProfile } from './get-login-profile.ts';
import { getOpenIdConnectProvider } from './get-open-id-connect-provider.ts';
import { getRole } from './get-role.ts';
import { getUser } from './get-user.ts';
import { addUserToGroup, listGroupsForUser, removeUserFromGroup } from './group-membership.ts';
import { deletePolicyOf, getPolicyOf, listPoliciesOf, putPolicy } from './inline-policies.ts';
import { listAccessKeys } from './list-access-keys.ts';
import { listOpenIdConnectProviders } from './list-open-id-connect-providers.ts';
import { listRoleTags } from './list-role-tags.ts';
import { listRoles } from './list-roles.ts';
import { listUserTags } from './list-user-tags.ts';
import { listUsers } from './list-users.ts';
import { groupPolicies, rolePolicies, userPolicies } from './policy-holder.ts';
import { removeClientIdFromOpenIdConnectProvider } from './remove-client-id-from-open-id-connect-provider.ts';
import {
  generateServiceLastAccessedDetails,
  getServiceLastAccessedDetails,
} from './service-last-accessed.ts';
import {
  createServiceSpecificCredential,
  listServiceSpecificCredentials,
} from './service-specific-credentials.ts';
import { tagUser } from './tag-user.ts';
import { untagUser } from './untag-user.ts';
import { updateAccessKey } from './update-access-key.ts';
import { updateAssumeRolePolicy } from './update-assume-role-policy.ts';
import { updateOpenIdConnectProviderThumbprint } from './update-open-id-connect-provider-thumbprint.ts';

/** IAM actions by the name that the wire carries. */
export const iamActions: Readonly<Record<string, Action>> = {
  AddClientIDToOpenIDConnectProvider: addClientIdToOpenIdConnectProvider,
  AddUserToGroup: addUserToGroup,
  AttachGroupPolicy: attachPolicy(groupPolicies),
  AttachRolePolicy: attachPolicy(rolePolicies),
  AttachUserPolicy: attachPolicy(userPolicies),
  CreateAccessKey: createAccessKey,
  CreateGroup: createGroup,
  CreateLoginProfile: createLoginProfile,
  CreateOpenIDConnectProvider: createOpenIdConnectProvider,
  CreatePolicy: createPolicy,
  CreateRole: createRole,
  CreateServiceSpecificCredential: createServiceSpecificCredential,
  CreateUser: createUser,
  DeleteAccessKey: deleteAccessKey,
  DeleteLoginProfile: deleteLoginProfile,
  DeleteOpenIDConnectProvider: deleteOpenIdConnectProvider,
  DeleteRole: deleteRole,
  DeleteRolePolicy: deletePolicyOf(rolePolicies),
  DeleteUser: deleteUser,
  DeleteUserPolicy: deletePolicyOf(userPolicies),
  DetachRolePolicy: detachPolicy(rolePolicies),
  DetachUserPolicy: detachPolicy(userPolicies),
  GenerateCredentialReport: generateCredentialReport,
  GetAccessKeyLastUsed: getAccessKeyLastUsed,
  GetAccountAuthorizationDetails: getAccountAuthorizationDetails,
  GetCredentialReport: getCredentialReport,
  GetLoginProfile: getLoginProfile,
  GetOpenIDConnectProvider: getOpenIdConnectProvider,
  GetRole: getRole,
  GetRolePolicy: getPolicyOf(rolePolicies),
  GenerateServiceLastAccessedDetails: generateServiceLastAccessedDetails,
  GetServiceLastAccessedDetails: getServiceLastAccessedDetails,
  GetUser: getUser,
  GetUserPolicy: getPolicyOf(userPolicies),
  ListAccessKeys: listAccessKeys,
  ListAttachedRolePolicies: listAttachedPolicies(rolePolicies),
  ListAttachedUserPolicies: listAttachedPolicies(userPolicies),
  ListGroupsForUser: listGroupsForUser,
  ListOpenIDConnectProviders: listOpenIdConnectProviders,
  ListRolePolicies: listPoliciesOf(rolePolicies),
  ListRoleTags: listRoleTags,
  ListRoles: listRoles,
  ListServiceSpecificCredentials: listServiceSpecificCredentials,
  ListUserPolicies: listPoliciesOf(userPolicies),
  ListUserTags: listUserTags,
  ListUsers: listUsers,
  PutGroupPolicy: putPolicy(groupPolicies),
  PutRolePolicy: putPolicy(rolePolicies),
  PutUserPolicy: putPolicy(userPolicies),
  RemoveClientIDFromOpenIDConnectProvider: removeClientIdFromOpenIdConnectProvider,
  RemoveUserFromGroup: removeUserFromGroup,
  TagUser: tagUser,
  UntagUser: untagUser,
  UpdateAccessKey: updateAccessKey,
  UpdateAssumeRolePolicy: updateAssumeRolePolicy,
  UpdateOpenIDConnectProviderThumbprint: updateOpenIdConnectProviderThumbprint,
};
