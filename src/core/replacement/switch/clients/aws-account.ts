import { typescriptValue } from '../aws-side/typescript-value.ts';
import type { ClientInput, WriteClientSide } from '../client-side.ts';
import { singleQuoted } from '../text-in.ts';
import { pinned } from '../trust-pins.ts';

/**
 * A workload in another account of the same organization assumes the role with a role of its own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_cross-account-with-roles.html
 */
export const awsAccount: WriteClientSide = (input) => ({
  summary: 'the workload in the other account assumes the role with a role of its own',
  keyIsIn: 'the configuration of the workload in the other account',
  steps: [
    'In the other account, let the role of the workload assume this one (snippet caller-policy): both sides must allow it.',
    'Give the workload a profile that assumes the role (snippet profile), or do it in the code (snippet typescript).',
  ],
  snippets: {
    'caller-policy': callerPolicy(input),
    profile: profile(input),
    typescript: typescript(input),
  },
});

/** Only where the trust policy asks for one: within an organization it does not. */
const externalId = ({ plan }: ClientInput): string | undefined => pinned(plan, 'sts:ExternalId');

const callerPolicy = (input: ClientInput): string =>
  `${JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: input.roleArn }],
    },
    null,
    2,
  )}\n`;

const profile = (input: ClientInput): string => {
  const id = externalId(input);
  return `# ~/.aws/config of the workload in the other account
[profile <profile>]
region = ${input.region}
role_arn = ${input.roleArn}
${id === undefined ? '' : `external_id = ${id}\n`}# where its own role comes from: Ec2InstanceMetadata, EcsContainer (ECS, Pod Identity) or Environment
# (Lambda). For a person, source_profile = <profile of Identity Center> stands in its place.
credential_source = Ec2InstanceMetadata
`;
};

const typescript = (input: ClientInput): string => {
  const id = externalId(input);
  return `// npm install @aws-sdk/credential-providers
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';

/** For any AWS client: new S3Client({ region, credentials }). */
export const credentials = fromTemporaryCredentials({
  params: ${typescriptValue(
    {
      RoleArn: input.roleArn,
      RoleSessionName: 'cross-account',
      ...(id === undefined ? {} : { ExternalId: id }),
    },
    2,
  )},
  clientConfig: { region: ${singleQuoted(input.region)} },
});
`;
};
