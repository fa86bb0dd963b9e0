import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { requiredText } from '../input.ts';
import { findRole } from './find.ts';

export const deleteRole: Action = (input, { account }) => {
  const role = findRole(account, requiredText(input, 'RoleName'));
  const conflict = (what: string) =>
    new AwsError('DeleteConflict', 409, `Cannot delete entity, must ${what} first.`);
  if (role.inlinePolicies.size > 0) throw conflict('delete policies');
  if (role.attachedPolicies.size > 0) throw conflict('detach all policies');
  account.roles.delete(role.roleName);
  return {};
};
