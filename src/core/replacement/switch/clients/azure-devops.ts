import type { ClientInput, WriteClientSide } from '../client-side.ts';
import { fill, known } from '../fill.ts';
import { yamlText } from '../text-in.ts';
import { pinned } from '../trust-pins.ts';

/** https://docs.aws.amazon.com/vsts/latest/userguide/getting-started.html */
export const azureDevops: WriteClientSide = (input) => ({
  summary: 'the service connection uses OIDC and the tasks assume the role with it',
  keyIsIn: 'the AWS service connection and the variable groups',
  steps: [
    'Install or update AWS Toolkit for Azure DevOps to 1.15.0 or later.',
    `In Project settings, Service connections, create an AWS connection called ${connection(input)}: tick Use OIDC, enter the role ARN ${input.roleArn}, leave the keys empty.`,
    'Name the connection in the tasks (snippet pipeline). The role trusts this connection by name: renaming it ends the trust.',
    'Grant the connection to the pipelines that need it, not to all pipelines.',
  ],
  snippets: { pipeline: pipeline(input) },
});

const connection = ({ plan }: ClientInput): string =>
  known(plan, 'serviceConnection') ??
  /^sc:\/\/[^/]+\/[^/]+\/([^/]+)$/.exec(pinned(plan, 'sub') ?? '')?.[1] ??
  fill(plan, 'serviceConnection', 'service connection');

const pipeline = (input: ClientInput): string => `steps:
  - task: AWSShellScript@1
    inputs:
      awsCredentials: ${yamlText(connection(input))}
      regionName: ${yamlText(input.region)}
      scriptType: inline
      inlineScript: |
        aws sts get-caller-identity
        <what the step does>
`;
