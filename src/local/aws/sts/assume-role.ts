import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { roleArn as arnOf } from '../iam/account-state.ts';
import { optionalInteger, optionalText, requiredText } from '../input.ts';
import { issueSession } from '../issue-session.ts';
import { decideByPolicies } from '../policy/decide-by-policies.ts';
import { policyRequest } from '../policy/policy-request.ts';

/**
 * A role that is not there and a trust policy that says no get the same answer, as in STS.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const assumeRole: Action = (input, { organization, caller }) => {
  const roleArn = requiredText(input, 'RoleArn');
  const sessionName = requiredText(input, 'RoleSessionName');
  const durationSeconds = optionalInteger(input, 'DurationSeconds') ?? 3600;
  const externalId = optionalText(input, 'ExternalId');

  const refused = new AwsError(
    'AccessDenied',
    403,
    `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
  );
  const [, accountId = '', path = ''] = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(roleArn) ?? [];
  const role = organization.accounts.get(accountId)?.iam.roles.get(path.split('/').at(-1) ?? '');
  if (!role || arnOf(accountId, role) !== roleArn) throw refused;
  const request = policyRequest(organization, caller, 'sts:AssumeRole', {
    'sts:rolesessionname': sessionName,
    ...(externalId === undefined ? {} : { 'sts:externalid': externalId }),
  });
  if (decideByPolicies([role.trustPolicy], request) !== 'Allowed') throw refused;

  role.lastUsed = { at: organization.clock.now(), region: 'us-east-1' };
  const { session, credentials } = issueSession(organization, {
    accountId,
    roleArn,
    roleName: role.roleName,
    roleId: role.roleId,
    sessionName,
    durationSeconds,
  });
  return {
    Credentials: {
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      SessionToken: credentials.sessionToken,
      Expiration: new Date(session.expiresAt),
    },
    AssumedRoleUser: { AssumedRoleId: session.principalId, Arn: session.arn },
  };
};
