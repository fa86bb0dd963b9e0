import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { requiredText } from '../input.ts';
import { findUser } from './find.ts';

export const createLoginProfile: Action = (input, { account, now }) => {
  const user = findUser(account, requiredText(input, 'UserName'));
  requiredText(input, 'Password');
  if (user.loginProfile) {
    throw new AwsError(
      'EntityAlreadyExists',
      409,
      `Login Profile for user ${user.userName} already exists.`,
    );
  }
  user.loginProfile = { createdAt: now };
  return {
    LoginProfile: {
      UserName: user.userName,
      CreateDate: new Date(now),
      PasswordResetRequired: input['PasswordResetRequired'] === 'true',
    },
  };
};
