import type { Action } from '../action.ts';
import { requiredText } from '../input.ts';
import { findUser } from './find.ts';
import { page } from './page.ts';
import { tagsShape } from './shapes.ts';

export const listUserTags: Action = (input, { account }) => {
  const user = findUser(account, requiredText(input, 'UserName'));
  const { members, more } = page(tagsShape(user.tags), input);
  return { Tags: members, ...more };
};
