import type { Output } from '../output.ts';
import type { AccessKeyState, AccountState, IamRoleState, IamUserState } from './account-state.ts';
import { roleArn, userArn } from './account-state.ts';

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
