import { issuePrincipalId } from '../iam/issue-ids.ts';
import { isRecord, recordList } from '../input.ts';
import type { LocalAws } from '../start-aws.ts';
import type { DeployedStack } from './deploy-stack.ts';
import type { ResolvedResource } from './template.ts';

/** A role is global: a stack in another region of the account finds it there. */
export const deployRole = (
  { ref, properties }: ResolvedResource,
  { accountId }: Pick<DeployedStack, 'accountId'>,
  { organization }: LocalAws,
): void => {
  const roles = organization.accounts.get(accountId)?.iam.roles;
  if (!roles || roles.has(ref)) return;
  const { Path: path, Description: description } = properties;
  roles.set(ref, {
    roleName: ref,
    roleId: issuePrincipalId('AROA', organization.random),
    path: typeof path === 'string' ? path : '/',
    createdAt: organization.clock.now(),
    description: typeof description === 'string' ? description : undefined,
    maxSessionSeconds: 3600,
    tags: new Map(
      recordList(properties, 'Tags').map((tag) => [String(tag['Key']), String(tag['Value'])]),
    ),
    trustPolicy: JSON.stringify(properties['AssumeRolePolicyDocument']),
    lastUsed: null,
    isUnrestricted: false,
    inlinePolicies: new Map(
      recordList(properties, 'Policies')
        .filter((policy) => isRecord(policy['PolicyDocument']))
        .map((policy) => [String(policy['PolicyName']), JSON.stringify(policy['PolicyDocument'])]),
    ),
    attachedPolicies: new Set(),
  });
};
