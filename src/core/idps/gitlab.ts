import { anyText, digits, oneOf, textWithout } from './fields.ts';
import type { Field, IdentityProvider, Pins, TokenForm } from './identity-provider.ts';

/** A path may hold `/`; no part of a path holds `:`. */
export const gitlabFields = {
  group: { character: /[A-Za-z0-9._-]/, max: 255, stranger: 'stranger-group', own: 'mygroup' },
  project: { character: /[A-Za-z0-9._/-]/, max: 500, stranger: 'anything', own: 'myproject' },
  branch: textWithout(/[^\s:~^?*[\\]/, 'main', 'main'),
  tag: { ...textWithout(/[^\s:~^?*[\\]/, 'v1', 'v1'), series: true },
  namespaceId: digits('999001', '72'),
  projectId: digits('999002', '20'),
  userId: digits('999003', '1'),
  login: { character: /[A-Za-z0-9._-]/, max: 255, stranger: 'mallory', own: 'deployer' },
  email: anyText('mallory@example.net', 'deployer@example.com'),
  accessLevel: oneOf('owner', 'maintainer', 'developer'),
  isProtected: oneOf('true', 'false'),
  source: oneOf('push', 'web', 'schedule', 'merge_request_event', 'api', 'pipeline', 'trigger'),
  runner: oneOf('gitlab-hosted', 'self-hosted'),
  audience: anyText('https://gitlab.com', 'https://gitlab.com'),
} satisfies Readonly<Record<string, Field>>;

const mappedClaims = {
  namespace_id: '<namespaceId>',
  project_id: '<projectId>',
  user_id: '<userId>',
  user_login: '<login>',
  user_email: '<email>',
  user_access_level: '<accessLevel>',
  ref_protected: '<isProtected>',
  pipeline_source: '<source>',
  runner_environment: '<runner>',
};

/** `ci_id_token_sub_claim_components` may leave parts out from the end, or swap the ref parts. */
export const gitlabForms: readonly TokenForm[] = (['branch', 'tag'] as const).flatMap((kind) => {
  const path = 'project_path:<group>/<project>';
  return [`${path}:ref_type:${kind}:ref:<${kind}>`].map((sub) => ({
    id: kind,
    claims: { sub, aud: '<audience>', ...mappedClaims },
  }));
});

export const gitlabPins: Pins = {
  tenant: [['group'], ['namespaceId'], ['projectId']],
  project: [['group', 'project'], ['project', 'namespaceId'], ['projectId']],
  workload: [['branch'], ['tag']],
};

/** GitLab.com. The tenant is the top-level group: the namespace, by name or by id. */
export const gitlab: IdentityProvider = {
  id: 'gitlab',
  name: 'GitLab.com',
  issuer: 'https://gitlab.com',
  matches: (provider) => provider === 'gitlab.com',
  tenantIn: 'subject',
  audience: 'chosen by the job, usually https://gitlab.com',
  fields: gitlabFields,
  forms: () => gitlabForms,
  pins: gitlabPins,
  guardrailKeys: () => ['sub'],
  recommended: {
    StringEquals: {
      '<provider>:aud': 'https://gitlab.com',
      '<provider>:sub': 'project_path:mygroup/myproject:ref_type:branch:ref:main',
      '<provider>:project_id': '20',
      '<provider>:ref_protected': 'true',
    },
  },
  clientSnippet: `deploy:
  id_tokens:
    AWS_TOKEN:
      aud: https://gitlab.com
  variables:
    AWS_ROLE_ARN: <role>
    AWS_WEB_IDENTITY_TOKEN_FILE: /tmp/aws-token
  before_script:
    - echo "$AWS_TOKEN" > "$AWS_WEB_IDENTITY_TOKEN_FILE"`,
  documentation: 'https://docs.gitlab.com/ci/cloud_services/aws/',
  checkedOn: '2026-11-22',
};
