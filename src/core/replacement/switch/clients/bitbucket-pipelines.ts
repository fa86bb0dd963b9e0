import type { ClientInput, WriteClientSide } from '../client-side.ts';
import { known } from '../fill.ts';
import { yamlText } from '../text-in.ts';

/** https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/ */
export const bitbucketPipelines: WriteClientSide = (input) => ({
  summary: 'the step gets a token from Bitbucket and assumes the role with it',
  keyIsIn: 'the repository, deployment and workspace variables',
  steps: [
    'In bitbucket-pipelines.yml, give the step oidc: true and the role (snippet pipeline).',
    'Deploy through a deployment environment: the branch is not in the token, so only the environment can guard it.',
  ],
  snippets: { pipeline: pipeline(input) },
});

/** Bitbucket sets the audience itself. */
const pipeline = (input: ClientInput): string => {
  const deployment = known(input.plan, 'deployment') ?? known(input.plan, 'environment');
  return `pipelines:
  branches:
    main:
      - step:
          oidc: true
${deployment === undefined ? '' : `          deployment: ${yamlText(deployment)}\n`}          script:
            - export AWS_ROLE_ARN=${yamlText(input.roleArn).startsWith('"') ? '<role ARN>' : input.roleArn}
            - export AWS_ROLE_SESSION_NAME="bitbucket-$BITBUCKET_BUILD_NUMBER"
            - export AWS_REGION=${/^[\w-]+$/.test(input.region) ? input.region : "'<region>'"}
            - export AWS_WEB_IDENTITY_TOKEN_FILE="$BITBUCKET_CLONE_DIR/../aws-token"
            - (umask 077; printf '%s' "$BITBUCKET_STEP_OIDC_TOKEN" > "$AWS_WEB_IDENTITY_TOKEN_FILE")
            - aws sts get-caller-identity
`;
};
