import { nameOfArn } from '../../../model/ids.ts';
import type { ClientInput, WriteClientSide } from '../client-side.ts';
import { fill, known } from '../fill.ts';
import { shellWord } from '../text-in.ts';
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
    'Install aws_signing_helper on the host and point the profile at it (snippet profile); TrustAnchorArn and ProfileArn are outputs of the AWS side.',
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

/** Known, or what the snippets of the AWS side print when they have created it. */
const anchorArn = ({ plan }: ClientInput): string => {
  const told = known(plan, 'trustAnchorArn') ?? pinned(plan, 'aws:SourceArn');
  return told === undefined || told.includes('<') ? '<TrustAnchorArn>' : told;
};

const profile = (input: ClientInput): string => {
  const profileArn = known(input.plan, 'profileArn') ?? '<ProfileArn>';
  return `# ~/.aws/config of the user that the software runs as
[default]
region = ${input.region}
credential_process = aws_signing_helper credential-process --certificate ${certificate(input)} --private-key ${privateKey(input)} --trust-anchor-arn ${anchorArn(input)} --profile-arn ${profileArn} --role-arn ${input.roleArn}
`;
};

const certificateEnd = (
  input: ClientInput,
): string => `# fails when the certificate ends within 14 days
openssl x509 -in ${shellWord(certificate(input))} -noout -enddate -checkend 1209600
`;

const revocation = (input: ClientInput): string => `aws rolesanywhere import-crl --enabled \\
  --name ${shellWord(nameOfArn(input.roleArn))} --crl-data fileb://revoked.pem \\
  --trust-anchor-arn ${shellWord(anchorArn(input))}
`;
