import { AwsError } from '../aws-error.ts';
import type {
  AccountState,
  IamGroupState,
  IamRoleState,
  IamUserState,
  OidcProviderState,
} from './account-state.ts';

/** IAM's own words for what is not there: NoSuchEntity, status 404. */
export const noSuchEntity = (message: string): AwsError =>
  new AwsError('NoSuchEntity', 404, message);

export const findUser = (account: AccountState, userName: string): IamUserState => {
  const user = account.users.get(userName);
  if (!user) throw noSuchEntity(`The user with name ${userName} cannot be found.`);
  return user;
};

export const findRole = (account: AccountState, roleName: string): IamRoleState => {
  const role = account.roles.get(roleName);
  if (!role) throw noSuchEntity(`The role with name ${roleName} cannot be found.`);
  return role;
};

export const findGroup = (account: AccountState, groupName: string): IamGroupState => {
  const group = account.groups.get(groupName);
  if (!group) throw noSuchEntity(`The group with name ${groupName} cannot be found.`);
  return group;
};

export const findOidcProvider = (account: AccountState, arn: string): OidcProviderState => {
  const provider = account.oidcProviders.get(arn);
  if (!provider) throw noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
  return provider;
};
