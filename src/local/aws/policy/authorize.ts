import { AwsError } from '../aws-error.ts';
import type { Caller } from '../caller.ts';
import { policyDocumentsOf } from '../iam/policy-documents.ts';
import type { OrganizationState } from '../organization-state.ts';
import type { ParsedRequest } from '../protocol/parse-request.ts';
import { decideByPolicies } from './decide-by-policies.ts';
import { policyRequest } from './policy-request.ts';
import { resourcesOf } from './resources-of.ts';

/** API calls whose permission has another name. */
const permissions: Readonly<Record<string, string>> = {
  'sqs:SendMessageBatch': 'sqs:SendMessage',
  'sqs:DeleteMessageBatch': 'sqs:DeleteMessage',
  'sqs:ChangeMessageVisibilityBatch': 'sqs:ChangeMessageVisibility',
};
/** What everybody may call: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const free = new Set(['sts:GetCallerIdentity']);

/**
 * Holds a role to the permissions policies that its template gave it. Users, administrators and
 * roles that no template made may do everything.
 * @throws AwsError AccessDenied that names the missing permission
 */
export const authorize = (
  organization: OrganizationState,
  caller: Caller,
  request: ParsedRequest,
): void => {
  const account = organization.accounts.get(caller.accountId);
  if (!account || caller.type !== 'AssumedRole') return;
  const role = account.iam.roles.get(caller.roleName);
  const called = `${request.service}:${request.action}`;
  if (role === undefined || role.isUnrestricted || free.has(called)) return;
  const policies = policyDocumentsOf(account.iam, role);
  const action = permissions[called] ?? called;
  for (const resource of resourcesOf(organization, account.iam, request)) {
    const owner = resource.split(':')[4];
    const asked = policyRequest(organization, caller, action, {
      'aws:resourceorgid': organization.organizationId,
      ...(owner ? { 'aws:resourceaccount': owner } : {}),
    });
    const decision = decideByPolicies(policies, { ...asked, resource });
    if (decision === 'Allowed') continue;
    const why =
      decision === 'ExplicitlyDenied'
        ? 'with an explicit deny in an identity-based policy'
        : `because no identity-based policy allows the ${action} action`;
    const speaksQuery = request.service === 'iam' || request.service === 'sts';
    throw new AwsError(
      speaksQuery ? 'AccessDenied' : 'AccessDeniedException',
      speaksQuery ? 403 : 400,
      `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
    );
  }
};
