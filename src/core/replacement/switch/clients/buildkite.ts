import type { ClientInput, WriteClientSide } from '../client-side.ts';
import { yamlText } from '../text-in.ts';

/** https://buildkite.com/docs/pipelines/security/oidc/aws */
export const buildkite: WriteClientSide = (input) => ({
  summary: 'the agent asks Buildkite for a token and assumes the role with it',
  keyIsIn: 'the environment of the agents and the secrets of the pipeline',
  steps: [
    'Let the plugin assume the role before the command (snippet pipeline).',
    'Take the key out of the agents too: what an agent has, every pipeline on it has.',
  ],
  snippets: { pipeline: pipeline(input) },
});

const pipeline = (input: ClientInput): string => `steps:
  - command: aws sts get-caller-identity
    env:
      AWS_REGION: ${yamlText(input.region)}
    plugins:
      - aws-assume-role-with-web-identity#v1.2.0:
          role-arn: ${yamlText(input.roleArn)}
`;
