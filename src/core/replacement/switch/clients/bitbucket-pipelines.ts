import type { ClientInput, WriteClientSide } from '../client-side.ts';
import { shellWord, yamlText } from '../text-in.ts';

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

/** Bitbucket sets the audience itself. The name of the environment is not in the token, its id is. */
const pipeline = ({ plan, roleArn, region }: ClientInput): string => {
  const usesEnvironment =
    plan.identity['environmentId'] !== undefined ||
    plan.questions.some(({ field }) => field === 'environmentId');
  return `pipelines:
  branches:
    main:
      - step:
          oidc: true
${usesEnvironment ? '          deployment: <deployment environment> # the one that the role trusts\n' : ''}          script:
            - ${yamlText(`export AWS_ROLE_ARN=${shellWord(roleArn)}`)}
            - export AWS_ROLE_SESSION_NAME="bitbucket-$BITBUCKET_BUILD_NUMBER"
            - ${yamlText(`export AWS_REGION=${shellWord(region)}`)}
            - export AWS_WEB_IDENTITY_TOKEN_FILE=$(mktemp)
            - printf '%s' "$BITBUCKET_STEP_OIDC_TOKEN" > "$AWS_WEB_IDENTITY_TOKEN_FILE"
            - aws sts get-caller-identity
`;
};
