import type { Output } from '../output.ts';
import type {
  AccessKeyState,
  AccountState,
  IamGroupState,
  IamRoleState,
  IamUserState,
  ManagedPolicyState,
  PrincipalPolicies,
} from './account-state.ts';
import { groupArn, roleArn, userArn } from './account-state.ts';
import { findManagedPolicy } from './policy-documents.ts';

export const tagsShape = (tags: ReadonlyMap<string, string>): readonly Output[] =>
  [...tags].map(([Key, Value]) => ({ Key, Value }));

/** `ListUsers` and `ListRoles` leave the tags out. */
export const userShape = (account: AccountState, user: IamUserState): Output => ({
  Path: user.path,
  UserName: user.userName,
  UserId: user.userId,
  Arn: userArn(account.accountId, user),
  CreateDate: new Date(user.createdAt),
});

/** The policy document is URL-encoded (RFC 3986), as IAM answers it. */
export const roleShape = (account: AccountState, role: IamRoleState): Output => ({
  Path: role.path,
  RoleName: role.roleName,
  RoleId: role.roleId,
  Arn: roleArn(account.accountId, role),
  CreateDate: new Date(role.createdAt),
  AssumeRolePolicyDocument: encodeURIComponent(role.trustPolicy),
  Description: role.description,
  MaxSessionDuration: role.maxSessionSeconds,
});

export const accessKeyShape = (userName: string | undefined, key: AccessKeyState): Output => ({
  UserName: userName,
  AccessKeyId: key.accessKeyId,
  Status: key.status,
  CreateDate: new Date(key.createdAt),
});

export const groupShape = (account: AccountState, group: IamGroupState): Output => ({
  Path: group.path,
  GroupName: group.groupName,
  GroupId: group.groupId,
  Arn: groupArn(account.accountId, group),
  CreateDate: new Date(group.createdAt),
});

/** Documents are URL-encoded (RFC 3986), as IAM answers them. */
export const inlineShape = ({ inlinePolicies }: PrincipalPolicies): readonly Output[] =>
  [...inlinePolicies].map(([PolicyName, document]) => ({
    PolicyName,
    PolicyDocument: encodeURIComponent(document),
  }));

export const attachedShape = (
  account: AccountState,
  { attachedPolicies }: PrincipalPolicies,
): readonly Output[] =>
  [...attachedPolicies].map((arn) => ({
    PolicyName: findManagedPolicy(account, arn).policyName,
    PolicyArn: arn,
  }));

/** Only `GetAccountAuthorizationDetails` gives the document with the policy. */
export const managedPolicyShape = (
  account: AccountState,
  policy: ManagedPolicyState,
  document?: 'with document',
): Output => {
  const holders = [account.users, account.groups, account.roles].flatMap((kind) => [
    ...(kind as ReadonlyMap<string, PrincipalPolicies>).values(),
  ]);
  return {
    PolicyName: policy.policyName,
    PolicyId: policy.policyId,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: 'v1',
    AttachmentCount: holders.filter((each) => each.attachedPolicies.has(policy.arn)).length,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.createdAt),
    ...(document === undefined
      ? {}
      : {
          PolicyVersionList: [
            {
              Document: encodeURIComponent(policy.document),
              VersionId: 'v1',
              IsDefaultVersion: true,
              CreateDate: new Date(policy.createdAt),
            },
          ],
        }),
  };
};
