import type { Action } from '../action.ts';
import { requiredText, textList } from '../input.ts';
import { findUser } from './find.ts';

export const untagUser: Action = (input, { account }) => {
  const user = findUser(account, requiredText(input, 'UserName'));
  for (const key of textList(input, 'TagKeys')) user.tags.delete(key);
  return {};
};
