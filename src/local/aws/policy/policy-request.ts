import type { Caller } from '../caller.ts';
import type { OrganizationState } from '../organization-state.ts';
import type { PolicyRequest } from './decide-by-policies.ts';

/** A caller's request as a resource policy sees it, with the global keys that every request has. */
export const policyRequest = (
  organization: OrganizationState,
  caller: Caller,
  action: string,
  context: PolicyRequest['context'] = {},
): PolicyRequest => {
  const principalArn = caller.type === 'AssumedRole' ? caller.roleArn : caller.arn;
  return {
    action,
    principalAccountId: caller.accountId,
    principalArns: [caller.arn, principalArn],
    context: {
      'aws:principalarn': principalArn,
      'aws:principalaccount': caller.accountId,
      'aws:principalorgid': organization.organizationId,
      'aws:principaltype': caller.type,
      ...context,
    },
  };
};
