import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { optionalText, requiredText } from '../input.ts';
import { noPolicies } from './account-state.ts';
import { issuePrincipalId } from './issue-ids.ts';
import { readTags } from './read-tags.ts';
import { tagsShape, userShape } from './shapes.ts';

export const createUser: Action = (input, { account, organization, now }) => {
  const userName = requiredText(input, 'UserName');
  if (account.users.has(userName)) {
    throw new AwsError('EntityAlreadyExists', 409, `User with name ${userName} already exists.`);
  }
  const user = {
    userName,
    userId: issuePrincipalId('AIDA', organization.random),
    path: optionalText(input, 'Path') ?? '/',
    createdAt: now,
    tags: new Map(readTags(input)),
    loginProfile: null,
    accessKeys: [],
    groups: new Set<string>(),
    serviceCredentials: [],
    ...noPolicies(),
  };
  account.users.set(userName, user);
  return {
    User: {
      ...userShape(account, user),
      ...(user.tags.size > 0 ? { Tags: tagsShape(user.tags) } : {}),
    },
  };
};
