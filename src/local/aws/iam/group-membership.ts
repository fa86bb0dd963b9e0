import type { Action } from '../action.ts';
import { requiredText } from '../input.ts';
import { findGroup, findUser } from './find.ts';
import { page } from './page.ts';
import { groupShape } from './shapes.ts';

export const addUserToGroup: Action = (input, { account }) => {
  const { groupName } = findGroup(account, requiredText(input, 'GroupName'));
  findUser(account, requiredText(input, 'UserName')).groups.add(groupName);
  return {};
};

/** Removing one that is not in it succeeds, as in IAM. */
export const removeUserFromGroup: Action = (input, { account }) => {
  const { groupName } = findGroup(account, requiredText(input, 'GroupName'));
  findUser(account, requiredText(input, 'UserName')).groups.delete(groupName);
  return {};
};

export const listGroupsForUser: Action = (input, { account }) => {
  const { groups } = findUser(account, requiredText(input, 'UserName'));
  const { members, more } = page([...groups], input);
  return { Groups: members.map((name) => groupShape(account, findGroup(account, name))), ...more };
};
