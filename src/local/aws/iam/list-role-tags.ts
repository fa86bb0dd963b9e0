import type { Action } from '../action.ts';
import { requiredText } from '../input.ts';
import { findRole } from './find.ts';
import { page } from './page.ts';
import { tagsShape } from './shapes.ts';

export const listRoleTags: Action = (input, { account }) => {
  const role = findRole(account, requiredText(input, 'RoleName'));
  const { members, more } = page(tagsShape(role.tags), input);
  return { Tags: members, ...more };
};
