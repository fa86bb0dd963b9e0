import type { Action } from '../action.ts';
import { requiredText } from '../input.ts';
import { findRole } from './find.ts';

/** Policies are not kept here, so the role has none that would have to go first. */
export const deleteRole: Action = (input, { account }) => {
  account.roles.delete(findRole(account, requiredText(input, 'RoleName')).roleName);
  return {};
};
