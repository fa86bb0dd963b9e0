import type { ClientInput, WriteClientSide } from '../client-side.ts';
import { fill } from '../fill.ts';
import { shellWord, singleQuoted } from '../text-in.ts';
import { pinned } from '../trust-pins.ts';

/**
 * Google Cloud with a service account attached to the workload.
 * https://cloud.google.com/compute/docs/instances/verifying-instance-identity
 */
export const googleCloud: WriteClientSide = (input) => ({
  summary: 'the service account gets an identity token from Google and assumes the role with it',
  keyIsIn: 'Secret Manager and the environment of the service',
  steps: [
    'Attach a service account of its own to the workload. Its numeric id is both aud and sub in the trust policy; your audience is oaud.',
    'Assume the role in the code (snippet typescript), or leave the code alone and give it a profile (snippets credential-process and profile).',
  ],
  snippets: {
    typescript: typescript(input),
    'credential-process': credentialProcess(input),
    profile: profile(input),
  },
});

const audience = ({ plan }: ClientInput): string =>
  pinned(plan, 'oaud') ?? fill(plan, 'audience', 'audience');

const typescript = (input: ClientInput): string => `// npm install @aws-sdk/credential-providers
import { fromWebToken } from '@aws-sdk/credential-providers';

const url = new URL(
  'http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/identity',
);
url.searchParams.set('audience', ${singleQuoted(audience(input))});
url.searchParams.set('format', 'full');

/** For any AWS client: new S3Client({ region, credentials }). Called again before they expire. */
export const credentials = async () => {
  const answer = await fetch(url, { headers: { 'Metadata-Flavor': 'Google' } });
  if (!answer.ok) throw new Error(\`No identity token from Google: HTTP \${answer.status}.\`);
  const assumeRole = fromWebToken({
    roleArn: ${singleQuoted(input.roleArn)},
    roleSessionName: 'google-cloud',
    webIdentityToken: await answer.text(),
    clientConfig: { region: ${singleQuoted(input.region)} },
  });
  return assumeRole();
};
`;

/** Not signed, or the CLI would look for credentials and call this very script. */
const credentialProcess = (input: ClientInput): string => `#!/bin/sh
# /usr/local/bin/aws-credentials
set -eu
token=$(curl -sf -G -H 'Metadata-Flavor: Google' \\
  --data-urlencode ${shellWord(`audience=${audience(input)}`)} --data-urlencode format=full \\
  http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/identity)
aws sts assume-role-with-web-identity --no-sign-request --output json \\
  --region ${shellWord(input.region)} \\
  --role-arn ${shellWord(input.roleArn)} \\
  --role-session-name google-cloud --web-identity-token "$token" \\
  --query 'Credentials.{Version: \`1\`, AccessKeyId: AccessKeyId, SecretAccessKey: SecretAccessKey, SessionToken: SessionToken, Expiration: Expiration}'
`;

const profile = (input: ClientInput): string => `# ~/.aws/config
[default]
region = ${input.region}
credential_process = /usr/local/bin/aws-credentials
`;
