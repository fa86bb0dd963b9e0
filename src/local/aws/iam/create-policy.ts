import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { optionalText, requiredText } from '../input.ts';
import { checkPolicyDocument } from './check-policy-document.ts';
import { issuePrincipalId } from './issue-ids.ts';
import { managedPolicyShape } from './shapes.ts';

export const createPolicy: Action = (input, { account, organization, now }) => {
  const policyName = requiredText(input, 'PolicyName');
  const document = requiredText(input, 'PolicyDocument');
  checkPolicyDocument(document);
  const path = optionalText(input, 'Path') ?? '/';
  const arn = `arn:aws:iam::${account.accountId}:policy${path}${policyName}`;
  if (account.managedPolicies.has(arn)) {
    throw new AwsError(
      'EntityAlreadyExists',
      409,
      `A policy called ${policyName} already exists. Duplicate names are not allowed.`,
    );
  }
  const policyId = issuePrincipalId('ANPA', organization.random);
  const policy = { policyName, policyId, arn, path, createdAt: now, document };
  account.managedPolicies.set(arn, policy);
  return { Policy: managedPolicyShape(account, policy) };
};
