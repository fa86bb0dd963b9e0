import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { optionalText, requiredText } from '../input.ts';
import { noPolicies } from './account-state.ts';
import { issuePrincipalId } from './issue-ids.ts';
import { groupShape } from './shapes.ts';

export const createGroup: Action = (input, { account, organization, now }) => {
  const groupName = requiredText(input, 'GroupName');
  if (account.groups.has(groupName)) {
    throw new AwsError('EntityAlreadyExists', 409, `Group with name ${groupName} already exists.`);
  }
  const group = {
    groupName,
    groupId: issuePrincipalId('AGPA', organization.random),
    path: optionalText(input, 'Path') ?? '/',
    createdAt: now,
    ...noPolicies(),
  };
  account.groups.set(groupName, group);
  return { Group: groupShape(account, group) };
};
