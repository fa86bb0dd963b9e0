import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { optionalInteger, optionalText, requiredText } from '../input.ts';
import { noPolicies } from './account-state.ts';
import { checkPolicyDocument } from './check-policy-document.ts';
import { issuePrincipalId } from './issue-ids.ts';
import { readTags } from './read-tags.ts';
import { roleShape, tagsShape } from './shapes.ts';

export const createRole: Action = (input, { account, organization, now }) => {
  const roleName = requiredText(input, 'RoleName');
  const trustPolicy = requiredText(input, 'AssumeRolePolicyDocument');
  checkPolicyDocument(trustPolicy);
  if (account.roles.has(roleName)) {
    throw new AwsError('EntityAlreadyExists', 409, `Role with name ${roleName} already exists.`);
  }
  const role = {
    roleName,
    roleId: issuePrincipalId('AROA', organization.random),
    path: optionalText(input, 'Path') ?? '/',
    createdAt: now,
    description: optionalText(input, 'Description'),
    maxSessionSeconds: optionalInteger(input, 'MaxSessionDuration') ?? 3600,
    tags: new Map(readTags(input)),
    trustPolicy,
    lastUsed: null,
    isUnrestricted: true,
    ...noPolicies(),
  };
  account.roles.set(roleName, role);
  return {
    Role: {
      ...roleShape(account, role),
      ...(role.tags.size > 0 ? { Tags: tagsShape(role.tags) } : {}),
    },
  };
};
