import type { Action } from '../action.ts';
import { requiredText } from '../input.ts';
import { findUser } from './find.ts';
import { readTags } from './read-tags.ts';

export const tagUser: Action = (input, { account }) => {
  const user = findUser(account, requiredText(input, 'UserName'));
  for (const [key, value] of readTags(input)) user.tags.set(key, value);
  return {};
};
