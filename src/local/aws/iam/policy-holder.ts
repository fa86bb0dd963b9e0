import type { Input } from '../input.ts';
import { requiredText } from '../input.ts';
import type { AccountState, PrincipalPolicies } from './account-state.ts';
import { findGroup, findRole, findUser } from './find.ts';

/** Who a call about policies is about. IAM has one call for each kind, alike but for the name. */
export interface PolicyHolder {
  readonly kind: 'User' | 'Role' | 'Group';
  find(account: AccountState, input: Input): PrincipalPolicies;
}

export const userPolicies: PolicyHolder = {
  kind: 'User',
  find: (account, input) => findUser(account, requiredText(input, 'UserName')),
};

export const rolePolicies: PolicyHolder = {
  kind: 'Role',
  find: (account, input) => findRole(account, requiredText(input, 'RoleName')),
};

export const groupPolicies: PolicyHolder = {
  kind: 'Group',
  find: (account, input) => findGroup(account, requiredText(input, 'GroupName')),
};
