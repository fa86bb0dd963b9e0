/**
 * Which claims AWS STS turns into condition keys, by identity provider. A key that is not listed is
 * absent from the request, whatever the token holds. AWS added keys twice in 2026; when it does so
 * again, this file and its date change and nothing else.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_sts.html
 */
export const claimKeysAsOf = '2026-11-22';

export interface ClaimKeys {
  /** Matches the provider name: issuer without `https://`. */
  readonly provider: RegExp;
  /** Key names after `<provider>:`; each is the claim of the same name. */
  readonly keys: readonly string[];
  /** Whether `aud`, `oaud`, `sub`, `email` and `amr` are set too. */
  readonly withDefaults: boolean;
}

/** What every OIDC provider gives. `aud` is `azp` when the token has one, `oaud` is `aud`. */
export const defaultKeys = ['aud', 'oaud', 'sub', 'email', 'amr'] as const;

const github = [
  'actor',
  'actor_id',
  'enterprise_id',
  'environment',
  'job_workflow_ref',
  'ref',
  'repository',
  'repository_id',
  'repository_owner_id',
  'workflow',
];

export const claimKeys: readonly ClaimKeys[] = [
  {
    provider: /^token\.actions\.githubusercontent\.com(\/.+)?$/,
    keys: github,
    withDefaults: true,
  },
  { provider: /^token\.actions\.[^./]+\.ghe\.com$/, keys: github, withDefaults: true },
  { provider: /^github\.com\/enterprises\/.+$/, keys: github, withDefaults: true },
  {
    // gitlab.com only: self-managed and Dedicated instances have the default keys.
    provider: /^gitlab\.com$/,
    keys: [
      'namespace_id',
      'pipeline_source',
      'project_id',
      'ref_protected',
      'runner_environment',
      'user_access_level',
      'user_email',
      'user_id',
      'user_login',
    ],
    withDefaults: true,
  },
  {
    provider: /^agent\.(buildkite\.com|[^./]+\.buildkite\.(dev|site))$/,
    keys: [
      'build_branch',
      'cluster_id',
      'cluster_name',
      'organization_id',
      'organization_slug',
      'pipeline_id',
      'pipeline_slug',
    ],
    withDefaults: true,
  },
  {
    // The claim has the host in its name, so the key has the host twice.
    provider: /^oidc\.circleci\.com\/org\/.+$/,
    keys: ['oidc.circleci.com/project-id'],
    withDefaults: true,
  },
  // The claim is `organization_number` inside the `google` claim.
  {
    provider: /^accounts\.google\.com$/,
    keys: ['google/organization_number'],
    withDefaults: true,
  },
  { provider: /^idcs-[^./]+\.identity\.oraclecloud\.com$/, keys: ['rpst_id'], withDefaults: true },
  {
    provider: /^cognito-identity\.amazonaws\.com$/,
    keys: ['aud', 'oaud', 'sub', 'amr'],
    withDefaults: false,
  },
  { provider: /^www\.amazon\.com$/, keys: ['app_id', 'user_id', 'sub'], withDefaults: false },
  { provider: /^graph\.facebook\.com$/, keys: ['app_id', 'id'], withDefaults: false },
];

/** The key names, after `<provider>:`, that tokens of a provider set. */
export const keysOfProvider = (provider: string): readonly string[] => {
  const entry = claimKeys.find((candidate) => candidate.provider.test(provider));
  if (entry === undefined) return defaultKeys;
  return entry.withDefaults ? [...defaultKeys, ...entry.keys] : entry.keys;
};

/** Providers that IAM knows without a provider object in the account. */
export const builtInProviders: readonly string[] = [
  'accounts.google.com',
  'cognito-identity.amazonaws.com',
  'graph.facebook.com',
  'www.amazon.com',
];
