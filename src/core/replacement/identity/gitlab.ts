import { readDigits, readRef, shaped } from './identity-field.ts';
import { definedValues, type OidcWorkload } from './oidc-workload.ts';

/** A job of a GitLab project on a protected branch. https://docs.gitlab.com/ci/cloud_services/aws/ */
export const gitlabCi: OidcWorkload = {
  kinds: ['gitlab-ci'],
  entries: ['gitlab', 'gitlab-self-managed'],
  fields: [
    {
      field: 'project',
      label: 'GitLab project',
      example: 'acme/shop',
      placeholder: '<group of the GitLab project>/<name of the GitLab project>',
      tags: ['gitlab-project', 'gitlab:project', 'project-path', 'repository', 'repo'],
      read: shaped(/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)+$/, (text) =>
        text.replace(/^(https:\/\/|git@)[^/:]+[/:]/, '').replace(/\.git$|\/$/, ''),
      ),
    },
    {
      field: 'branch',
      label: 'Protected branch',
      example: 'main',
      tags: ['branch', 'gitlab-branch', 'gitlab:branch'],
      read: readRef,
    },
    {
      field: 'projectId',
      label: 'GitLab project id',
      example: '4242',
      hint: 'On the front page of the project, under its name.',
      tags: ['gitlab-project-id', 'gitlab:project-id'],
      read: readDigits,
    },
    {
      field: 'host',
      label: 'GitLab host',
      example: 'gitlab.example.com',
      tags: ['gitlab-host', 'gitlab:host'],
      read: shaped(/^[a-z0-9.-]+\.[a-z]{2,}$/, (text) =>
        text.replace(/^https:\/\//, '').replace(/\/$/, ''),
      ),
    },
  ],
  providerOf: (identity) => identity['host'],
  providerForm: 'gitlab.com',
  valuesOf: (identity, provider) => {
    const [group, ...rest] = identity['project']?.split('/') ?? [];
    return {
      group,
      project: rest.length === 0 ? undefined : rest.join('/'),
      projectId: identity['projectId'],
      branch: identity['branch'],
      isProtected: 'true',
      audience: `https://${provider}`,
    };
  },
  open: [],
  formsOf: (_identity, forms) => forms.filter(({ id }) => id === 'branch'),
  // AWS sees the id for gitlab.com only.
  needs: (_identity, provider) => [
    'project',
    'branch',
    ...(provider === 'gitlab.com' ? ['projectId'] : []),
  ],
  identityOf: ({ group, project, projectId, branch }) =>
    definedValues({
      project: group === undefined || project === undefined ? undefined : `${group}/${project}`,
      projectId,
      branch,
    }),
  identityOfProvider: (provider) => ({ host: provider }),
  telling: ['project', 'projectId'],
};
