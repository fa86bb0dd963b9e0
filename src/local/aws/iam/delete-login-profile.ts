import type { Action } from '../action.ts';
import { requiredText } from '../input.ts';
import { findUser, noSuchEntity } from './find.ts';

export const deleteLoginProfile: Action = (input, { account }) => {
  const user = findUser(account, requiredText(input, 'UserName'));
  if (!user.loginProfile) {
    throw noSuchEntity(`Login Profile for User ${user.userName} cannot be found.`);
  }
  user.loginProfile = null;
  return {};
};
