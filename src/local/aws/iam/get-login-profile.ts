import type { Action } from '../action.ts';
import { requiredText } from '../input.ts';
import { findUser, noSuchEntity } from './find.ts';

export const getLoginProfile: Action = (input, { account }) => {
  const { userName, loginProfile } = findUser(account, requiredText(input, 'UserName'));
  if (!loginProfile) throw noSuchEntity(`Login Profile for User ${userName} cannot be found.`);
  return {
    LoginProfile: {
      UserName: userName,
      CreateDate: new Date(loginProfile.createdAt),
      PasswordResetRequired: false,
    },
  };
};
