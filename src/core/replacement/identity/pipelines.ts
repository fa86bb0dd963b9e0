import { readGuid, readName, readRef, shaped } from './identity-field.ts';
import { definedValues, type OidcWorkload } from './oidc-workload.ts';

/** A deployment environment of a Bitbucket repository; the branch is not in its tokens. */
export const bitbucket: OidcWorkload = {
  kinds: ['bitbucket-pipelines'],
  entries: ['bitbucket'],
  fields: [
    {
      field: 'workspace',
      label: 'Bitbucket workspace',
      example: 'acme',
      tags: ['bitbucket-workspace', 'bitbucket:workspace'],
      read: readName,
    },
    {
      field: 'workspaceId',
      label: 'Bitbucket workspace UUID',
      example: '8a1fdada-cbc0-452c-81ce-07534945e18b',
      hint: 'Repository settings, OpenID Connect: the end of the audience.',
      tags: ['bitbucket-workspace-id', 'bitbucket-workspace-uuid'],
      read: readGuid,
    },
    {
      field: 'repositoryId',
      label: 'Bitbucket repository UUID',
      example: '437da666-7aab-4b60-a947-ec542536ca0d',
      hint: 'Repository settings, OpenID Connect.',
      tags: ['bitbucket-repository-id', 'bitbucket-repository-uuid'],
      read: readGuid,
    },
    {
      field: 'environmentId',
      label: 'Bitbucket deployment environment UUID',
      example: 'aaaa1111-0000-0000-0000-000000000001',
      hint: 'Repository settings, OpenID Connect.',
      tags: ['bitbucket-environment-id', 'bitbucket-environment-uuid'],
      read: readGuid,
    },
  ],
  providerOf: ({ workspace }) =>
    workspace === undefined
      ? undefined
      : `api.bitbucket.org/2.0/workspaces/${workspace}/pipelines-config/identity/oidc`,
  providerForm:
    'api.bitbucket.org/2.0/workspaces/<Bitbucket workspace>/pipelines-config/identity/oidc',
  valuesOf: ({ workspaceId, repositoryId, environmentId }) => ({
    workspace: workspaceId,
    repository: repositoryId,
    environment: environmentId,
  }),
  open: [],
  formsOf: (_identity, forms) => forms.filter(({ id }) => id === 'deployment'),
  needs: () => ['workspace', 'workspaceId', 'repositoryId', 'environmentId'],
  identityOf: ({ repository, environment }) =>
    definedValues({ repositoryId: repository, environmentId: environment }),
  identityOfProvider: (provider) => ({ workspace: provider.split('/')[3] ?? '' }),
  telling: ['repositoryId'],
};

/**
 * The jobs of a CircleCI project that one user starts. A star for the user would let a branch be
 * named so that the rest of the subject reads like another one, so the user is pinned as well.
 */
export const circleci: OidcWorkload = {
  kinds: ['circleci'],
  entries: ['circleci'],
  fields: [
    {
      field: 'organizationId',
      label: 'CircleCI organization id',
      example: '11111111-2222-3333-4444-555555555555',
      hint: 'Organization settings, Overview.',
      tags: ['circleci-organization-id', 'circleci-org-id'],
      read: readGuid,
    },
    {
      field: 'projectId',
      label: 'CircleCI project id',
      example: '9f8e7d6c-aaaa-bbbb-cccc-ddddeeeeffff',
      hint: 'Project settings, Overview.',
      tags: ['circleci-project-id'],
      read: readGuid,
    },
    {
      field: 'userId',
      label: 'CircleCI user id that deploys',
      example: '5e6f7a8b-aaaa-bbbb-cccc-ddddeeeeffff',
      hint: 'The end of the subject of CIRCLE_OIDC_TOKEN in a job that this user started.',
      tags: ['circleci-user-id'],
      read: readGuid,
    },
  ],
  providerOf: ({ organizationId }) =>
    organizationId === undefined ? undefined : `oidc.circleci.com/org/${organizationId}`,
  providerForm: 'oidc.circleci.com/org/<CircleCI organization id>',
  valuesOf: ({ projectId, userId }, provider) => ({
    project: projectId,
    user: userId,
    audience: provider.slice('oidc.circleci.com/org/'.length),
  }),
  open: [],
  formsOf: (_identity, forms) => forms.filter(({ id }) => id === 'job'),
  needs: () => ['organizationId', 'projectId', 'userId'],
  identityOf: ({ project, user }) => definedValues({ projectId: project, userId: user }),
  identityOfProvider: (provider) => ({ organizationId: provider.split('/')[2] ?? '' }),
  telling: ['projectId'],
  keys: ['aud', 'sub', 'oidc.circleci.com/project-id'],
};

/** A branch of a Buildkite pipeline; the issuer is shared, so ids are pinned beside the names. */
export const buildkite: OidcWorkload = {
  kinds: ['buildkite'],
  entries: ['buildkite', 'buildkite-private'],
  fields: [
    {
      field: 'organization',
      label: 'Buildkite organization',
      example: 'acme',
      tags: ['buildkite-organization', 'buildkite-org'],
      read: readName,
    },
    {
      field: 'pipeline',
      label: 'Buildkite pipeline',
      example: 'shop-deploy',
      tags: ['buildkite-pipeline', 'pipeline'],
      read: readName,
    },
    {
      field: 'branch',
      label: 'Branch',
      example: 'main',
      tags: ['branch', 'buildkite-branch'],
      read: readRef,
    },
    {
      field: 'organizationId',
      label: 'Buildkite organization id',
      example: 'ab3883b1-9596-4312-a09c-4527ae997ba7',
      hint: 'Organization settings.',
      tags: ['buildkite-organization-id'],
      read: readGuid,
    },
    {
      field: 'pipelineId',
      label: 'Buildkite pipeline id',
      example: '01890c4f-5e3a-4c1a-9d3b-6f5a0d9e8c7b',
      hint: 'Pipeline settings, GraphQL and REST API.',
      tags: ['buildkite-pipeline-id'],
      read: readGuid,
    },
  ],
  providerOf: () => undefined,
  providerForm: 'agent.buildkite.com',
  valuesOf: ({ organization, pipeline, branch, organizationId, pipelineId }) => ({
    organization,
    pipeline,
    branch,
    organizationId,
    pipelineId,
    audience: 'sts.amazonaws.com',
  }),
  open: ['stepKey'],
  formsOf: (_identity, forms) => forms.filter(({ id }) => id === 'job'),
  needs: () => ['organization', 'pipeline', 'branch', 'organizationId', 'pipelineId'],
  identityOf: ({ organization, pipeline, branch }) =>
    definedValues({ organization, pipeline, branch }),
  telling: ['pipeline', 'pipelineId'],
};

/** The job of a Jenkins of one's own: its address is the subject. */
export const jenkins: OidcWorkload = {
  kinds: ['jenkins'],
  entries: ['jenkins'],
  fields: [
    {
      field: 'jobUrl',
      label: 'Jenkins job URL',
      example: 'https://jenkins.example.com/job/payments/job/deploy/',
      placeholder: 'https://<Jenkins host>/job/<Jenkins job>/',
      tags: ['jenkins-job', 'jenkins-job-url', 'jenkins:job'],
      read: shaped(/^https:\/\/[^/\s]+\/(\S*\/)?job\/\S+\/$/, (text) => text.replace(/\/?$/, '/')),
    },
  ],
  providerOf: ({ jobUrl }) =>
    jobUrl === undefined
      ? undefined
      : `${jobUrl.slice('https://'.length, jobUrl.indexOf('/job/'))}/oidc`,
  providerForm: '<Jenkins host>/oidc',
  valuesOf: ({ jobUrl }) => ({
    job: jobUrl?.slice(jobUrl.indexOf('/job/') + '/job/'.length),
    audience: 'sts.amazonaws.com',
  }),
  open: [],
  formsOf: (_identity, forms) => forms,
  needs: () => ['jobUrl'],
  identityOf: () => ({}),
  telling: ['jobUrl'],
};
