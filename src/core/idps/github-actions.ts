import { chosenAudience, digits, textWithout } from './fields.ts';
import { githubSubjectForms } from './github-subjects.ts';
import type { Field, IdentityProvider, Pins } from './identity-provider.ts';

/** Names and ids in GitHub tokens. A branch cannot hold `:`; elsewhere GitHub writes it as `%3A`. */
export const githubFields = {
  owner: { character: /[A-Za-z0-9_-]/, max: 39, stranger: 'stranger-org', own: 'octo-org' },
  ownerId: digits('999001', '123456'),
  repo: { character: /[A-Za-z0-9._-]/, max: 100, stranger: 'anything', own: 'octo-repo' },
  repoId: digits('999002', '789012'),
  branch: textWithout(/[^\s:~^?*[\\]/, 'main', 'main'),
  tag: { ...textWithout(/[^\s:~^?*[\\]/, 'v1', 'v1'), series: true },
  environment: textWithout(/[^:\p{Cc}]/u, 'production', 'production'),
  workflow: textWithout(/[^:\p{Cc}]/u, 'deploy', 'deploy'),
  actor: { character: /[A-Za-z0-9_[\]-]/, max: 60, stranger: 'mallory', own: 'octocat' },
  actorId: digits('999003', '583231'),
  calledWorkflow: textWithout(
    /[^:\s]/,
    'stranger-org/anything/.github/workflows/deploy.yml@refs/heads/main',
    'octo-org/octo-repo/.github/workflows/deploy.yml@refs/heads/main',
  ),
  custom: textWithout(/[^:\p{Cc}]/u, 'anything', 'anything'),
  enterpriseId: digits('999004', '4242'),
  audience: chosenAudience,
} satisfies Readonly<Record<string, Field>>;

export const githubPins: Pins = {
  tenant: [['owner'], ['ownerId'], ['repoId'], ['enterpriseId']],
  // A called workflow names the code that runs, not the repository that calls it: it narrows a
  // tenant, and does not stand for one.
  project: [['repo'], ['repoId'], ['calledWorkflow']],
  workload: [['branch'], ['tag'], ['environment'], ['calledWorkflow']],
};

/** GitHub.com. Enterprise and data-residency issuers are in `github-enterprise-cloud.ts`. */
export const githubActions: IdentityProvider = {
  id: 'github-actions',
  name: 'GitHub Actions',
  issuer: 'https://token.actions.githubusercontent.com',
  matches: (provider) => provider === 'token.actions.githubusercontent.com',
  tenantIn: 'subject',
  audience: 'chosen by the workflow; the AWS action asks for sts.amazonaws.com',
  fields: githubFields,
  forms: (_provider, hints) => githubSubjectForms(hints, { immutable: true }),
  pins: githubPins,
  guardrailKeys: () => ['sub', 'job_workflow_ref'],
  recommended: {
    StringEquals: {
      '<provider>:aud': 'sts.amazonaws.com',
      '<provider>:sub': 'repo:octo-org@123456/octo-repo@789012:environment:production',
      '<provider>:repository_id': '789012',
      '<provider>:repository_owner_id': '123456',
    },
  },
  clientSnippet: `permissions:
  id-token: write
steps:
  - uses: aws-actions/configure-aws-credentials@v6
    with:
      role-to-assume: <role>
      aws-region: <region>`,
  documentation: 'https://docs.github.com/en/actions/reference/security/oidc#oidc-token-claims',
  checkedOn: '2026-11-22',
};
