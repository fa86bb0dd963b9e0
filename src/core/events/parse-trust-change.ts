import { parseRoleArn } from '../model/ids.ts';
import type { RoleCreated, TrustPolicyUpdated } from './change.ts';
import { isJsonObject, objectIn, optional, textIn } from './json-object.ts';
import type { WatchedRecord } from './watched-record.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const parseRoleCreated = (from: WatchedRecord<'CreateRole'>): RoleCreated => {
  const role = objectIn(from.response, 'role');
  return {
    ...from.common,
    ...optional('roleName', textIn(role, 'roleName') ?? textIn(from.request, 'roleName')),
    ...optional('roleArn', parseRoleArn(role['arn'])),
    ...optional(
      'trustPolicy',
      policyText(from.request['assumeRolePolicyDocument']) ??
        policyText(role['assumeRolePolicyDocument']),
    ),
  };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html */
export const parseTrustPolicyUpdated = (
  from: WatchedRecord<'UpdateAssumeRolePolicy'>,
): TrustPolicyUpdated => ({
  ...from.common,
  ...optional('roleName', textIn(from.request, 'roleName')),
  ...optional('trustPolicy', policyText(from.request['policyDocument'])),
});

/**
 * CloudTrail logs the request's policy as it was sent and the response's copy URL-encoded (RFC 3986);
 * tools that write logs anew turn it into an object. Text that does not decode stays as it is: whoever
 * judges the policy says what is wrong with it.
 */
const policyText = (policy: unknown): string | undefined => {
  try {
    if (isJsonObject(policy)) return JSON.stringify(policy);
    if (typeof policy !== 'string' || policy.trim() === '') return undefined;
    return policy.trimStart().startsWith('%') ? decodeURIComponent(policy) : policy;
  } catch {
    return typeof policy === 'string' ? policy : undefined;
  }
};
