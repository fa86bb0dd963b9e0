import { afterSetUp, switchSteps } from '../role-steps.ts';
import type { Scenario } from '../scenario.ts';
import { trustPolicyText } from '../trust-policy-text.ts';

const clientSide = 'In .gitlab-ci.yml, ask for an id token and assume the role with it.';

/** GitLab CI: OIDC provider and a role. https://docs.gitlab.com/ci/cloud_services/aws/ */
export const gitlabCi: Scenario = {
  mechanism: 'oidc',
  noRole: 'GitLab CI needs no key: OIDC and a role of its own will do.',
  setUp: () => [
    'Create a role that trusts the project and its protected branch (snippet trust-policy).',
    'Give the role only what the key is used for.',
    ...afterSetUp(clientSide),
  ],
  switchTo: (_place, role) => switchSteps(role, clientSide),
  snippets: (place, role) => ({
    'gitlab-ci': `deploy:
  id_tokens:
    AWS_TOKEN:
      aud: https://gitlab.com
  variables:
    AWS_ROLE_ARN: ${role ?? `arn:aws:iam::${place.accountId}:role/<role>`}
    AWS_WEB_IDENTITY_TOKEN_FILE: /tmp/aws-token
  before_script:
    - printf '%s' "$AWS_TOKEN" > "$AWS_WEB_IDENTITY_TOKEN_FILE"
    - aws sts get-caller-identity`,
    ...(role === undefined
      ? {
          'trust-policy': trustPolicyText({
            accountId: place.accountId,
            provider: 'gitlab.com',
            equals: {
              aud: 'https://gitlab.com',
              sub: 'project_path:<group>/<project>:ref_type:branch:ref:main',
              project_id: '<project id>',
              ref_protected: 'true',
            },
          }),
        }
      : {}),
  }),
};
