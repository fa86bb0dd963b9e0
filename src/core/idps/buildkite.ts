import { assigned, chosenAudience, guid, slug, textWithout } from './fields.ts';
import type { IdentityProvider, Pins, TokenForm } from './identity-provider.ts';

const pins: Pins = {
  tenant: [['organization'], ['organizationId'], ['pipelineId']],
  project: [['pipeline'], ['pipelineId']],
  workload: [['branch']],
};

const claims = {
  aud: '<audience>',
  organization_id: '<organizationId>',
  organization_slug: '<organization>',
  pipeline_id: '<pipelineId>',
  pipeline_slug: '<pipeline>',
  build_branch: '<branch>',
  cluster_id: '<clusterId>',
  cluster_name: '<cluster>',
};

/** Session tags are signed into the token when the job asks for them; their values are true. */
const tagValues: Readonly<Record<string, string>> = {
  ...claims,
  step_key: '<stepKey>',
};

const formsFor = (tags: readonly string[]): readonly TokenForm[] => {
  const known = tags.filter((tag) => tagValues[tag] !== undefined && tag !== 'aud');
  const tagged =
    known.length === 0
      ? {}
      : { tags: Object.fromEntries(known.map((tag) => [tag, tagValues[tag] ?? ''])) };
  const sub =
    'organization:<organization>:pipeline:<pipeline>:ref:refs/heads/<branch>:commit:<commit>:step:<stepKey>';
  return [
    { id: 'job', claims: { sub, ...claims }, ...tagged },
    // `--subject-claim` makes the subject one bare id.
    { id: 'organization-id', claims: { sub: '<organizationId>', ...claims }, ...tagged },
    { id: 'pipeline-id', claims: { sub: '<pipelineId>', ...claims }, ...tagged },
    { id: 'cluster-id', claims: { sub: '<clusterId>', ...claims }, ...tagged },
  ];
};

export const buildkite: IdentityProvider = {
  id: 'buildkite',
  name: 'Buildkite',
  issuer: 'https://agent.buildkite.com',
  matches: (provider) => provider === 'agent.buildkite.com',
  tenantIn: 'subject',
  audience: 'chosen by the job, https://buildkite.com/<organization> otherwise',
  fields: {
    organization: slug('stranger-org', 'example-org'),
    organizationId: guid(
      '99999999-aaaa-bbbb-cccc-000000000001',
      'ab3883b1-9596-4312-a09c-4527ae997ba7',
    ),
    pipeline: slug('anything', 'example-pipeline'),
    pipelineId: guid(
      '99999999-aaaa-bbbb-cccc-000000000002',
      '01890c4f-5e3a-4c1a-9d3b-6f5a0d9e8c7b',
    ),
    branch: textWithout(/[^\s:~^?*[\\]/, 'main', 'main'),
    commit: assigned('9f3182061f1e2cca4702c368cbc039b7dc9d4485'),
    stepKey: textWithout(/[A-Za-z0-9_-]/, 'deploy', 'deploy'),
    clusterId: guid('99999999-aaaa-bbbb-cccc-000000000003', '0d3f5bb1-6a92-4b7e-9d55-1c0f6e1a2b3c'),
    cluster: textWithout(/[^\p{Cc}]/u, 'Default cluster', 'Default cluster'),
    audience: chosenAudience,
  },
  forms: (_provider, hints) => formsFor(hints.tags),
  pins,
  guardrailKeys: () => ['sub'],
  recommended: {
    StringEquals: {
      '<provider>:aud': 'sts.amazonaws.com',
      '<provider>:organization_id': 'ab3883b1-9596-4312-a09c-4527ae997ba7',
      '<provider>:pipeline_id': '01890c4f-5e3a-4c1a-9d3b-6f5a0d9e8c7b',
      '<provider>:build_branch': 'main',
    },
    StringLike: {
      '<provider>:sub': 'organization:example-org:pipeline:example-pipeline:ref:refs/heads/main:*',
    },
  },
  clientSnippet: `plugins:
  - aws-assume-role-with-web-identity#v1.2.0:
      role-arn: <role>`,
  documentation: 'https://buildkite.com/docs/pipelines/security/oidc/aws',
  checkedOn: '2026-11-22',
};

/** Agents on a host of the customer's own. */
export const buildkitePrivate: IdentityProvider = {
  ...buildkite,
  id: 'buildkite-private',
  name: 'Buildkite, private host',
  issuer: 'https://agent.<domain>.buildkite.dev or .site',
  matches: (provider) => /^agent\.[^./]+\.buildkite\.(dev|site)$/.test(provider),
  tenantIn: 'issuer',
  guardrailKeys: () => [],
};
