import type { PolicyHints, TokenForm } from './identity-provider.ts';

/**
 * The subjects of GitHub tokens.
 * https://docs.github.com/en/actions/reference/security/oidc
 *
 * Names only (`repo:owner/repo:…`) until July 2026; with ids (`repo:owner@id/repo@id:…`) for
 * repositories created, renamed or transferred since, and for those that opted in.
 */
const repositories = {
  name: 'repo:<owner>/<repo>',
  immutable: 'repo:<owner>@<ownerId>/<repo>@<repoId>',
};

/** Claims beside `sub` that AWS can see, as every GitHub token has them. */
const commonClaims = {
  aud: '<audience>',
  repository: '<owner>/<repo>',
  repository_owner: '<owner>',
  repository_id: '<repoId>',
  repository_owner_id: '<ownerId>',
  workflow: '<workflow>',
  actor: '<actor>',
  actor_id: '<actorId>',
  job_workflow_ref: '<calledWorkflow>',
  enterprise_id: '<enterpriseId>',
};

/** Owners outside an enterprise have no enterprise id. */
const optional = ['enterprise_id'];

/** An environment replaces the ref in the subject; the `ref` claim stays. */
const runs: readonly (Omit<TokenForm, 'claims'> & {
  readonly tail: string;
  readonly claims: TokenForm['claims'];
})[] = [
  { id: 'branch', tail: ':ref:refs/heads/<branch>', claims: { ref: 'refs/heads/<branch>' } },
  { id: 'tag', tail: ':ref:refs/tags/<tag>', claims: { ref: 'refs/tags/<tag>' } },
  {
    id: 'environment',
    tail: ':environment:<environment>',
    claims: { ref: 'refs/heads/<branch>', environment: '<environment>' },
  },
  {
    // Any collaborator opens a pull request; nothing was reviewed yet.
    id: 'pull-request',
    tail: ':pull_request',
    claims: { ref: 'refs/pull/7/merge' },
    reach: 'project',
    // Where a called workflow is what is trusted, it does not matter who calls.
    reachOf: ['repo', 'repoId'],
  },
];

/** Where each claim of a custom subject gets its value. */
const customClaims: Readonly<Record<string, string>> = {
  repository: '<owner>/<repo>',
  repository_id: '<repoId>',
  repository_owner: '<owner>',
  repository_owner_id: '<ownerId>',
  ref: 'refs/heads/<branch>',
  environment: '<environment>',
  workflow: '<workflow>',
  actor: '<actor>',
  actor_id: '<actorId>',
  job_workflow_ref: '<calledWorkflow>',
};
const otherCustomClaims = [
  'base_ref',
  'check_run_id',
  'context',
  'enterprise',
  'enterprise_id',
  'event_name',
  'head_ref',
  'job_workflow_sha',
  'ref_protected',
  'ref_type',
  'repository_visibility',
  'run_attempt',
  'run_id',
  'run_number',
  'runner_environment',
  'sha',
  'workflow_ref',
  'workflow_sha',
];
const customPart = (name: string, repository: string): string =>
  name === 'repo' ? repository : `${name}:${customClaims[name] ?? '<custom>'}`;

const claimName = new RegExp(
  `(?<=^|:)(${['repo', ...Object.keys(customClaims), ...otherCustomClaims].join('|')})(?=:|$)`,
  'g',
);

/** Wordings that get past a policy which only rules some out. */
const otherWordings = [['workflow'], ['actor'], ['repository_owner'], ['job_workflow_ref']];

/**
 * Custom subject templates (`include_claim_keys`) that could produce what a policy asks for: the
 * claims it names, in its order, and the same with the repository after them. An owner of a
 * repository sets the template, so a stranger can have any.
 */
const customForms = (hints: PolicyHints, kinds: readonly string[]): readonly TokenForm[] => {
  const wordings = hints.subjects.map((subject) =>
    [...subject.matchAll(claimName)].map(([name]) => name),
  );
  const elsewhere = (hints.ruledOut ?? []).length > 0 ? otherWordings : [];
  return [...wordings, ...elsewhere].flatMap((names): readonly TokenForm[] => {
    const isDefault = names.every((name) => ['repo', 'ref', 'environment'].includes(name));
    if (names.length === 0 || (isDefault && names[0] === 'repo')) return [];
    const templates = kinds.flatMap((repository) =>
      [names, [...names, 'repo']].map((list) =>
        list.map((name) => customPart(name, repository)).join(':'),
      ),
    );
    return templates.map((sub) => ({
      id: 'custom-subject',
      optional,
      claims: { sub, ...commonClaims, ref: 'refs/heads/<branch>', environment: '<environment>' },
    }));
  });
};

/** The tokens that a GitHub issuer can make; GitHub Enterprise Server has no immutable subjects. */
export const githubSubjectForms = (
  hints: PolicyHints,
  options: { readonly immutable: boolean },
): readonly TokenForm[] => {
  const kinds = options.immutable
    ? [repositories.name, repositories.immutable]
    : [repositories.name];
  const standard = runs.flatMap(({ tail, claims, ...form }) =>
    kinds.map((repository) => ({
      ...form,
      optional,
      claims: { sub: `${repository}${tail}`, ...commonClaims, ...claims },
    })),
  );
  return [...standard, ...customForms(hints, kinds)];
};
