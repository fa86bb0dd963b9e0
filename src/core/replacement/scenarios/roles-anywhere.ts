import { switchSteps } from '../role-steps.ts';
import type { Scenario } from '../scenario.ts';

const clientSide =
  'On the host, install aws_signing_helper and point the profile at it (snippet profile).';

const trustPolicy = (accountId: string): string =>
  JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'rolesanywhere.amazonaws.com' },
          Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
          Condition: {
            ArnEquals: {
              'aws:SourceArn': `arn:aws:rolesanywhere:<region>:${accountId}:trust-anchor/<id>`,
            },
            StringEquals: { 'aws:PrincipalTag/x509Subject/CN': '<common name of the host>' },
          },
        },
      ],
    },
    null,
    2,
  );

/**
 * A host without an identity provider: IAM Roles Anywhere with a certificate of one's own authority.
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 */
export const rolesAnywhere: Scenario = {
  mechanism: 'roles-anywhere',
  noRole:
    'Use IAM Roles Anywhere: the host shows a certificate and gets short-lived credentials. A key is not needed on premises either.',
  setUp: () => [
    'Create a trust anchor for your certificate authority (AWS Private CA or your own).',
    'Create a role that trusts this anchor and this host only (snippet trust-policy).',
    'Create a profile that allows the role.',
    'Give the host a certificate, its private key in the TPM or the key store of the system.',
    clientSide,
    'Run it once and check who it is: aws sts get-caller-identity shows the role, not the user.',
    'Take the key off the host, then press Disable now.',
  ],
  switchTo: (_place, role) => switchSteps(role, clientSide),
  snippets: (place, role) => ({
    profile: `[default]
credential_process = aws_signing_helper credential-process --certificate /etc/pki/aws/host.pem --private-key /etc/pki/aws/host.key --trust-anchor-arn arn:aws:rolesanywhere:<region>:${place.accountId}:trust-anchor/<id> --profile-arn arn:aws:rolesanywhere:<region>:${place.accountId}:profile/<id> --role-arn ${role ?? `arn:aws:iam::${place.accountId}:role/<role>`}`,
    ...(role === undefined ? { 'trust-policy': trustPolicy(place.accountId) } : {}),
  }),
};
