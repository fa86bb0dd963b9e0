import type { ClientInput, WriteClientSide } from '../client-side.ts';
import { shellWord, yamlText } from '../text-in.ts';

/** https://circleci.com/docs/openid-connect-tokens/ */
export const circleci: WriteClientSide = (input) => ({
  summary: 'the job gets a token from CircleCI and assumes the role with it',
  keyIsIn: 'the contexts of the organization and the environment variables of the project',
  steps: [
    'Let the aws-cli orb assume the role (snippet circleci), or do it by hand (snippet circleci-cli).',
    'Give the job a context: without one the orb finds no token.',
    'Do not pass secrets to builds of forked pull requests: they would get tokens too.',
  ],
  snippets: { circleci: orb(input), 'circleci-cli': byHand(input) },
});

const orb = (input: ClientInput): string => `version: 2.1
orbs:
  aws-cli: circleci/aws-cli@5
jobs:
  deploy:
    docker:
      - image: cimg/base:current
    steps:
      - checkout
      - aws-cli/setup:
          role_arn: ${yamlText(input.roleArn)}
          role_session_name: circleci
          region: ${yamlText(input.region)}
      - run: aws sts get-caller-identity
workflows:
  deploy:
    jobs:
      - deploy:
          context: <context>
`;

const byHand = (input: ClientInput): string => `# in a run step, with the AWS CLI installed
export AWS_ROLE_ARN=${shellWord(input.roleArn)}
export AWS_ROLE_SESSION_NAME="circleci-$CIRCLE_BUILD_NUM"
export AWS_REGION=${shellWord(input.region)}
export AWS_WEB_IDENTITY_TOKEN_FILE=$(mktemp)
printf '%s' "$CIRCLE_OIDC_TOKEN_V2" > "$AWS_WEB_IDENTITY_TOKEN_FILE"
aws sts get-caller-identity
`;
