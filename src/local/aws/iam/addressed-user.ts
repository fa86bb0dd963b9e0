import type { ActionContext } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import type { Input } from '../input.ts';
import { optionalText } from '../input.ts';
import type { AccessKeyState } from './account-state.ts';
import { findUser } from './find.ts';

/**
 * The user that a call about access keys is about: `UserName`, else the caller itself. The root
 * user has keys and no name. A role must say whom it means.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html
 */
export const addressedUser = (
  input: Input,
  { account, caller }: ActionContext,
): { readonly userName: string | undefined; readonly accessKeys: AccessKeyState[] } => {
  const userName =
    optionalText(input, 'UserName') ?? (caller.type === 'IAMUser' ? caller.userName : undefined);
  if (userName !== undefined) return findUser(account, userName);
  if (caller.type === 'Root') return { userName: undefined, accessKeys: account.rootAccessKeys };
  throw new AwsError(
    'ValidationError',
    400,
    'Must specify userName when calling with non-User credentials',
  );
};
