/**
 * The words of a name that can show kinship: lower case, split at case changes and at anything that
 * is not a letter or digit. Words that every second name holds prove nothing and are left out.
 */
export const nameWords = (name: string): ReadonlySet<string> =>
  new Set(
    name
      .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => word.length > 2 && !common.has(word)),
  );

const common = new Set([
  ...['aws', 'iam', 'user', 'role', 'access', 'key', 'keys', 'svc', 'service', 'account', 'app'],
  ...['the', 'for', 'and', 'prod', 'production', 'dev', 'test', 'stage', 'staging', 'team', 'bot'],
  ...[
    'github',
    'gitlab',
    'actions',
    'azure',
    'oidc',
    'federated',
    'deploy',
    'deployer',
    'deployment',
  ],
  ...['automation', 'pipeline', 'pipelines', 'admin', 'main', 'external', 'integration', 'sync'],
  ...['jenkins', 'circleci', 'bitbucket', 'buildkite', 'terraform', 'function', 'functions'],
]);
