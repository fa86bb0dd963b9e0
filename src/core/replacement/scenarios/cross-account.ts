import { afterSetUp, switchSteps } from '../role-steps.ts';
import type { Scenario } from '../scenario.ts';

const profile = (accountId: string, externalId: boolean, role?: string): string => `[profile target]
role_arn = ${role ?? `arn:aws:iam::${accountId}:role/<role>`}
${externalId ? 'external_id = <external id>\n' : ''}credential_source = Ec2InstanceMetadata`;

const trust = (principal: string, condition: Record<string, Record<string, string>>): string =>
  JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: principal },
          Action: 'sts:AssumeRole',
          Condition: condition,
        },
      ],
    },
    null,
    2,
  );

const clientSide =
  'In the other account, let the workload assume the role with its own role (snippet profile).';

/** Another account of the organization: a role that trusts the other account's role. */
export const crossAccount: Scenario = {
  mechanism: 'cross-account-role',
  noRole:
    'Use a role across accounts: the other account assumes it with a role of its own, and no key crosses.',
  setUp: () => [
    'Create a role that trusts the role of the other account, within your organization (snippet trust-policy).',
    'Give the role only what the key is used for.',
    ...afterSetUp(clientSide),
  ],
  switchTo: (_place, role) => switchSteps(role, clientSide),
  snippets: (place, role) => ({
    profile: profile(place.accountId, false, role),
    ...(role === undefined
      ? {
          'trust-policy': trust('arn:aws:iam::<other account>:role/<its role>', {
            StringEquals: { 'aws:PrincipalOrgID': '<organization id>' },
          }),
        }
      : {}),
  }),
};

/** A vendor's AWS account: the vendor chooses the external id, one for each customer. */
export const vendorAccount: Scenario = {
  mechanism: 'cross-account-role',
  noRole:
    'Give the vendor a role with an external id instead of a key: every vendor on AWS can assume one.',
  setUp: () => [
    'Ask the vendor for its AWS account and the external id that it uses for you.',
    'Create a role that trusts that account with that external id (snippet trust-policy).',
    'Give the role only what the key is used for.',
    'Enter the role ARN at the vendor in place of the key.',
    'Check in CloudTrail that the vendor assumes the role, then press Disable now.',
  ],
  switchTo: (_place, role) =>
    switchSteps(role, 'Enter the role ARN and the external id at the vendor in place of the key.'),
  snippets: (_place, role) =>
    role === undefined
      ? {
          'trust-policy': trust('arn:aws:iam::<account of the vendor>:root', {
            StringEquals: { 'sts:ExternalId': '<external id from the vendor>' },
          }),
        }
      : {},
};
