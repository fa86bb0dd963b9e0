import type { ClientInput, WriteClientSide } from '../client-side.ts';
import { known } from '../fill.ts';
import { quoted, yamlText } from '../text-in.ts';
import { pinned } from '../trust-pins.ts';

/** GitLab CI, gitlab.com and self-managed. https://docs.gitlab.com/ci/cloud_services/aws/ */
export const gitlabCi: WriteClientSide = (input) => {
  const url = input.plan.provider?.url ?? 'gitlab.com';
  return {
    summary: 'the job gets an ID token from GitLab and assumes the role with it',
    keyIsIn: 'the CI/CD variables of the project, its groups and the instance',
    steps: [
      'In .gitlab-ci.yml, give the job an ID token and the role (snippet gitlab-ci); a tool that cannot read a token file gets session credentials (snippet assume-role).',
      'Protect the branch or environment that the role trusts: a subject without protection is anybody who may push.',
      ...(url === 'gitlab.com'
        ? []
        : [
            `On a self-managed GitLab, AWS must reach https://${url}/.well-known/openid-configuration; a private instance publishes its keys elsewhere (ci_id_tokens_issuer_url).`,
          ]),
    ],
    snippets: { 'gitlab-ci': job(input), 'assume-role': assumeRole },
  };
};

const job = (input: ClientInput): string => {
  const url = input.plan.provider?.url ?? 'gitlab.com';
  const branch =
    known(input.plan, 'branch') ??
    /:ref_type:branch:ref:([^:]+)$/.exec(pinned(input.plan, 'sub') ?? '')?.[1];
  return `deploy:
${branch === undefined ? '' : `  rules:\n    - if: ${yamlText(`$CI_COMMIT_BRANCH == ${quoted(branch)}`)}\n`}  id_tokens:
    AWS_TOKEN:
      aud: ${yamlText(input.plan.provider?.audience ?? `https://${url}`)} # one of the client IDs of the provider in AWS
  variables:
    AWS_ROLE_ARN: ${yamlText(input.roleArn)}
    AWS_ROLE_SESSION_NAME: gitlab-$CI_PROJECT_ID-$CI_JOB_ID
    AWS_REGION: ${yamlText(input.region)}
  before_script:
    - export AWS_WEB_IDENTITY_TOKEN_FILE=$(mktemp)
    - printf '%s' "$AWS_TOKEN" > "$AWS_WEB_IDENTITY_TOKEN_FILE"
    - aws sts get-caller-identity
  script:
    - <what the job does>
`;
};

/** For tools that do not know AWS_WEB_IDENTITY_TOKEN_FILE. The query keeps the order of the variables. */
const assumeRole = `# only for a tool that cannot read AWS_WEB_IDENTITY_TOKEN_FILE
read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <<EOF
$(aws sts assume-role-with-web-identity --no-sign-request \\
  --role-arn "$AWS_ROLE_ARN" --role-session-name "$AWS_ROLE_SESSION_NAME" \\
  --web-identity-token "$AWS_TOKEN" --duration-seconds 3600 \\
  --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text)
EOF
export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
`;
