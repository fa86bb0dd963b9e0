import { afterSetUp, switchSteps } from '../role-steps.ts';
import type { Scenario } from '../scenario.ts';
import { trustPolicyText } from '../trust-policy-text.ts';

const provider = 'token.actions.githubusercontent.com';
const clientSide =
  'In the workflow, give the job id-token: write and let configure-aws-credentials assume the role.';

/** GitHub Actions: OIDC provider and a role. https://docs.github.com/actions/security-for-github-actions */
export const githubActions: Scenario = {
  mechanism: 'oidc',
  noRole: 'GitHub Actions needs no key: OIDC and a role of its own will do.',
  setUp: () => [
    'Create a role that trusts the repository and its environment, by id (snippet trust-policy).',
    'Give the role only what the key is used for.',
    ...afterSetUp(clientSide),
  ],
  switchTo: (_place, role) => switchSteps(role, clientSide),
  snippets: (place, role) => ({
    workflow: `permissions:
  id-token: write
  contents: read
steps:
  - uses: aws-actions/configure-aws-credentials@v6
    with:
      role-to-assume: ${role ?? `arn:aws:iam::${place.accountId}:role/<role>`}
      aws-region: <region>
  - run: aws sts get-caller-identity`,
    ...(role === undefined
      ? {
          'trust-policy': trustPolicyText({
            accountId: place.accountId,
            provider,
            equals: {
              aud: 'sts.amazonaws.com',
              sub: 'repo:<owner>@<owner id>/<repository>@<repository id>:environment:<environment>',
            },
          }),
        }
      : {}),
  }),
};
