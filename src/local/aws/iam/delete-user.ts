import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { requiredText } from '../input.ts';
import { findUser } from './find.ts';

export const deleteUser: Action = (input, { account }) => {
  const user = findUser(account, requiredText(input, 'UserName'));
  const conflict = (what: string) =>
    new AwsError('DeleteConflict', 409, `Cannot delete entity, must ${what} first.`);
  if (user.accessKeys.length > 0) throw conflict('delete access keys');
  if (user.loginProfile !== null) throw conflict('delete login profile');
  if (user.inlinePolicies.size > 0) throw conflict('delete policies');
  if (user.attachedPolicies.size > 0) throw conflict('detach all policies');
  if (user.groups.size > 0) throw conflict('remove users from group');
  account.users.delete(user.userName);
  return {};
};
