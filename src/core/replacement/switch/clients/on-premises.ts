import { nameOfArn } from '../../../model/ids.ts';
import type { ClientInput, WriteClientSide } from '../client-side.ts';
import { fill, known } from '../fill.ts';
import { pinned } from '../trust-pins.ts';

/**
 * A host without an identity provider shows a certificate: IAM Roles Anywhere.
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/credential-helper.html
 */
export const onPremises: WriteClientSide = (input) => ({
  summary: 'the host shows its certificate to IAM Roles Anywhere and gets the role',
  keyIsIn: '~/.aws/credentials and the configuration of the software on the host',
  steps: [
    'Issue the host a certificate of your authority (key usage digital signature, extended key usage client authentication), its private key in a TPM or key store where there is one.',
    'Install aws_signing_helper on the host and point the profile at it (snippet profile).',
    'Renew the certificate before it ends, with whatever issued it; the helper reads the file anew each time (snippet certificate-end).',
    'Keep a way to revoke: import the revocation list of the authority into Roles Anywhere (snippet revocation). It is not fetched for you.',
  ],
  snippets: {
    profile: profile(input),
    'certificate-end': certificateEnd(input),
    revocation: revocation(input),
  },
});

/** The file is read by SDKs as words: no path with spaces, and nothing that quotes. */
const path = ({ plan }: ClientInput, field: string, label: string): string => {
  const value = known(plan, field);
  return value !== undefined && /^[\w./:\\-]+$/.test(value)
    ? value
    : fill({ ...plan, identity: {} }, field, label);
};
const certificate = (input: ClientInput): string =>
  path(input, 'certificatePath', 'path of the certificate');
const privateKey = (input: ClientInput): string =>
  path(input, 'privateKeyPath', 'path of the private key');

const rolesAnywhereArn = ({ plan, region }: ClientInput, resource: string): string =>
  `arn:${plan.partition}:rolesanywhere:${region}:${plan.accountId}:${resource}`;

const profile = (input: ClientInput): string => {
  const { plan } = input;
  const anchor =
    known(plan, 'trustAnchorArn') ??
    pinned(plan, 'aws:SourceArn') ??
    rolesAnywhereArn(input, `trust-anchor/${fill(plan, 'trustAnchorId', 'trust anchor id')}`);
  const profileArn =
    known(plan, 'profileArn') ??
    rolesAnywhereArn(input, `profile/${fill(plan, 'profileId', 'profile id')}`);
  return `# ~/.aws/config of the user that the software runs as
[default]
region = ${input.region}
credential_process = aws_signing_helper credential-process --certificate ${certificate(input)} --private-key ${privateKey(input)} --trust-anchor-arn ${anchor} --profile-arn ${profileArn} --role-arn ${input.roleArn}
`;
};

const certificateEnd = (
  input: ClientInput,
): string => `# fails when the certificate ends within 14 days
openssl x509 -in ${certificate(input)} -noout -enddate -checkend 1209600
`;

const revocation = (input: ClientInput): string => `aws rolesanywhere import-crl --enabled \\
  --name ${nameOfArn(input.roleArn)} --crl-data fileb://revoked.pem \\
  --trust-anchor-arn <ARN of the trust anchor>
`;
