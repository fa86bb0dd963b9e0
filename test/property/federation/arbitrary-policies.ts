import fc from 'fast-check';

/** Trust policies near the ones people write: real keys, near misses, patterns around few names. */

export const github = 'token.actions.githubusercontent.com';
const gitlab = 'gitlab.com';
const eks = 'oidc.eks.eu-west-1.amazonaws.com/id/ABC';
const terraform = 'app.terraform.io';

const subjects: Readonly<Record<string, readonly string[]>> = {
  [github]: [
    'repo:acme/shop:ref:refs/heads/main',
    'repo:acme@77/shop@88:ref:refs/heads/main',
    'repo:acme/shop:environment:production',
    'repo:acme/shop:*',
    'repo:acme/*',
    'repo:acme*/*',
    'repo:*shop*',
    'repo:acm?/shop:ref:refs/heads/main',
    'repo:*@77/shop@88:*',
    'repo:*@77*',
    '*:environment:production',
    'workflow:deploy:*',
    'repository_owner:acme:*',
    'acme',
    '*',
  ],
  [gitlab]: [
    'project_path:acme/shop:ref_type:branch:ref:main',
    'project_path:acme/*',
    'project_path:acme*',
    'project_path:*:ref_type:branch:ref:main',
    'project_path:*shop*',
  ],
  [eks]: [
    'system:serviceaccount:apps:api',
    'system:serviceaccount:apps:*',
    'system:serviceaccount:*:api',
  ],
  [terraform]: [
    'organization:acme:project:p:workspace:w:run_phase:apply',
    'organization:acme:*',
    'organization:acme*:project:p:workspace:w:run_phase:*',
  ],
};

const others: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  [github]: {
    repository: ['acme/shop', 'acme/*', 'acme*'],
    repository_id: ['88', '8*'],
    repository_owner_id: ['77', '7*'],
    environment: ['production', 'prod*'],
    ref: ['refs/heads/main', 'refs/heads/*'],
    job_workflow_ref: ['acme/ci/.github/workflows/x.yml@refs/heads/main', 'acme/ci/*'],
    repository_owner: ['acme'],
    repo: ['acme/shop:*'],
  },
  [gitlab]: { project_id: ['20', '2*'], namespace_id: ['72'], ref_protected: ['true'] },
  [eks]: { namespace: ['apps'] },
  [terraform]: {},
};

const operators = [
  'StringEquals',
  'StringLike',
  'StringNotEquals',
  'StringNotLike',
  'StringEqualsIgnoreCase',
  'StringEqualsIfExists',
  'StringLikeIfExists',
  'ForAllValues:StringEquals',
  'ForAllValues:StringLike',
  'ForAnyValue:StringLike',
];

export type Block = Record<string, Record<string, string | string[]>>;
export interface StatementJson {
  Effect: string;
  Principal: unknown;
  Action: string | string[];
  Condition: Block;
}
export interface PolicyJson {
  Version: string;
  Statement: StatementJson[];
}

const condition = (provider: string) => {
  const keys = Object.entries(others[provider] ?? {});
  return fc.oneof(
    { weight: 4, arbitrary: onKey(provider, 'sub', subjects[provider] ?? ['*']) },
    { weight: 1, arbitrary: onKey(provider, 'aud', ['sts.amazonaws.com', 'https://gitlab.com']) },
    ...keys.map(([claim, values]) => ({ weight: 1, arbitrary: onKey(provider, claim, values) })),
  );
};

const onKey = (provider: string, claim: string, values: readonly string[]) =>
  fc.record({
    operator: fc.constantFrom(...operators),
    key: fc.constant(`${provider}:${claim}`),
    values: fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }),
  });

/** Operator, key, values: one condition to add. */
export const anyCondition = fc.constantFrom(...Object.keys(subjects)).chain(condition);

const blockOf = (
  conditions: readonly { operator: string; key: string; values: string[] }[],
): Block => {
  const block: Block = {};
  for (const { operator, key, values } of conditions) {
    block[operator] = { ...block[operator], [key]: values };
  }
  return block;
};

const statement = (effect: string) =>
  fc.constantFrom(...Object.keys(subjects)).chain((provider) =>
    fc.array(condition(provider), { minLength: effect === 'Deny' ? 1 : 0, maxLength: 3 }).map(
      (conditions): StatementJson => ({
        Effect: effect,
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: blockOf(conditions),
      }),
    ),
  );

export const anyPolicy: fc.Arbitrary<PolicyJson> = fc
  .tuple(
    fc.array(statement('Allow'), { minLength: 1, maxLength: 2 }),
    fc.array(statement('Deny'), { maxLength: 1 }),
  )
  .map(([allow, deny]) => ({ Version: '2012-10-17', Statement: [...allow, ...deny] }));

export const anyDeny = statement('Deny');
