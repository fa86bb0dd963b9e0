import type { TokenForm } from '../../idps/identity-provider.ts';
import { type Identity, readDigits, readRef, shaped } from './identity-field.ts';
import { definedValues, type OidcWorkload } from './oidc-workload.ts';

const carriesIds = ({ claims }: TokenForm): boolean => String(claims['sub']).includes('<ownerId>');
const usesEnvironment = (identity: Identity): boolean =>
  identity['environment'] !== undefined || identity['branch'] === undefined;
const isServer = (provider: string): boolean => provider.endsWith('/_services/token');

/**
 * A job of a GitHub repository. An environment takes the place of the branch in the subject. Since
 * July 2026 subjects of new, renamed and transferred repositories carry the ids; `subjectForm` says
 * which form the repository has: `ids`, `names`, or `both` while it moves.
 * https://docs.github.com/en/actions/reference/security/oidc
 */
export const github: OidcWorkload = {
  kinds: ['github-actions'],
  entries: [
    'github-actions',
    'github-legacy-issuers',
    'github-enterprise-cloud',
    'github-enterprise-server',
  ],
  fields: [
    {
      field: 'repository',
      label: 'GitHub repository',
      example: 'acme/shop',
      placeholder: '<owner of the GitHub repository>/<name of the GitHub repository>',
      tags: ['repository', 'repo', 'github-repository', 'github-repo', 'github:repository'],
      read: shaped(/^[A-Za-z0-9_-]+\/[A-Za-z0-9._-]+$/, (text) =>
        text.replace(/^(https:\/\/|git@)[^/:]+[/:]/, '').replace(/\.git$|\/$/, ''),
      ),
    },
    {
      field: 'environment',
      label: 'GitHub environment',
      example: 'production',
      hint: 'The environment of the job. Without one, answer with the branch that deploys.',
      tags: ['github-environment', 'github:environment'],
      read: readRef,
    },
    {
      field: 'branch',
      label: 'Branch',
      example: 'main',
      tags: ['branch', 'github-branch', 'github:branch'],
      read: readRef,
    },
    {
      field: 'ownerId',
      label: 'GitHub owner id',
      example: '123456',
      hint: 'gh api repos/{owner}/{repo} --jq .owner.id',
      tags: ['github-owner-id', 'github:owner-id'],
      read: readDigits,
    },
    {
      field: 'repositoryId',
      label: 'GitHub repository id',
      example: '789012',
      hint: 'gh api repos/{owner}/{repo} --jq .id',
      tags: ['github-repository-id', 'github:repository-id'],
      read: readDigits,
    },
    {
      field: 'subjectForm',
      label: 'Form of the subject',
      example: 'ids',
      hint: 'ids, names or both; gh api repos/{owner}/{repo}/actions/oidc/customization/sub',
      tags: ['github-subject-form'],
      read: shaped(/^(ids|names|both)$/),
    },
  ],
  providerOf: () => undefined,
  providerForm: 'token.actions.githubusercontent.com',
  valuesOf: (identity) => {
    const [owner, repo] = identity['repository']?.split('/') ?? [];
    return {
      owner,
      repo,
      ownerId: identity['ownerId'],
      repoId: identity['repositoryId'],
      environment: identity['environment'],
      branch: identity['branch'],
      audience: 'sts.amazonaws.com',
    };
  },
  open: [],
  formsOf: (identity, forms) => {
    const id = usesEnvironment(identity) ? 'environment' : 'branch';
    const runs = forms.filter((form) => form.id === id);
    const wanted = identity['subjectForm'] ?? 'ids';
    const ofForm = runs.filter(
      (form) => wanted === 'both' || carriesIds(form) === (wanted === 'ids'),
    );
    return ofForm.length === 0 ? runs : ofForm;
  },
  needs: (identity, provider) => [
    'repository',
    usesEnvironment(identity) ? 'environment' : 'branch',
    ...(isServer(provider) ? [] : ['ownerId', 'repositoryId']),
  ],
  identityOf: ({ owner, repo, ownerId, repoId, environment, branch }) =>
    definedValues({
      repository: owner === undefined || repo === undefined ? undefined : `${owner}/${repo}`,
      ownerId,
      repositoryId: repoId,
      environment,
      branch,
    }),
  identityOfWordings: (templates) => {
    const withIds = templates.filter((template) => template.includes('<ownerId>')).length;
    if (templates.length === 0) return {};
    if (withIds === 0) return { subjectForm: 'names' };
    return { subjectForm: withIds === templates.length ? 'ids' : 'both' };
  },
  telling: ['repository', 'repositoryId'],
};
