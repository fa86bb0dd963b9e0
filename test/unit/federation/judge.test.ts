import { describe, expect, it } from 'vitest';
import { configuredSubjects } from '../../../src/core/federation/configured-subjects.ts';
import { judge } from '../../../src/core/federation/judge.ts';
import { judgeRole } from '../../../src/core/federation/judge-role.ts';
import { parseTrustPolicy } from '../../../src/core/federation/parse-trust-policy.ts';
import { guardrailGaps } from '../../../src/core/federation/write-time-guardrail.ts';
import { identityProviders } from '../../../src/core/idps/catalogue.ts';

const policy = (provider: string, condition: object) => {
  const parsed = parseTrustPolicy({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: condition,
    },
  });
  if (parsed.status === 'unreadable') throw new Error(parsed.why);
  return parsed.policy;
};
const github = 'token.actions.githubusercontent.com';
const pinned = () =>
  policy(github, {
    StringEquals: { [`${github}:sub`]: 'repo:acme@77/shop@88:ref:refs/heads/main' },
  });

describe("an organization's own tenants", () => {
  it('a tenant that is named in full and not among them is a stranger', () => {
    const foreign = judge(pinned(), identityProviders, {
      tenants: { 'github-actions': ['other'] },
    });
    expect(foreign).toMatchObject({ verdict: 'unsafe', scope: 'workload' });
    expect(foreign.witness?.evaluation.decision).toBe('Allowed');
  });

  it('one of its own is not, by name or by id; nor where nothing is said', () => {
    for (const tenants of [{ 'github-actions': ['acme'] }, { 'github-actions': ['77'] }, {}]) {
      expect(judge(pinned(), identityProviders, { tenants }).verdict).toBe('safe');
    }
  });

  it('is looked for in every value', () => {
    const two = policy(github, {
      StringLike: { [`${github}:sub`]: ['repo:acme/*', 'repo:partner/*'] },
    });
    const tenants = { 'github-actions': ['acme'] };
    expect(judge(two, identityProviders, { tenants }).verdict).toBe('unsafe');
  });
});

it('ForAllValues on a key that AWS never sets is removed, not made to let nobody in', () => {
  const provider = 'token.actions.githubusercontent.com';
  const { findings } = judgeRole(
    policy(provider, {
      StringEquals: { [`${provider}:aud`]: 'sts.amazonaws.com' },
      StringLike: { [`${provider}:sub`]: 'repo:acme/shop:*' },
      'ForAllValues:StringEquals': { [`${provider}:iss`]: `https://${provider}` },
    }),
    identityProviders,
  );
  const fix = findings.find(({ id }) => id === 'trust.oidc.for-all-values')?.fix;
  expect(fix?.patch.map(({ op }) => op)).toEqual(['remove']);
});

it('an unknown issuer is shared until its owner says otherwise', () => {
  const audienceOnly = policy('idp.example.net', {
    StringEquals: { 'idp.example.net:aud': 'sts.amazonaws.com' },
  });
  expect(judge(audienceOnly, identityProviders).verdict).toBe('unsafe');
  const own = { privateIssuers: ['idp.example.net'] };
  expect(judge(audienceOnly, identityProviders, own)).toMatchObject({
    verdict: 'broad',
    scope: 'tenant',
  });
});

it('says when the provider is not there any more', () => {
  const ids = (existingProviders: readonly string[]) =>
    judgeRole(pinned(), identityProviders, { existingProviders }).findings.map(({ id }) => id);
  expect(ids(['gitlab.com'])).toContain('trust.oidc.provider-gone');
  expect(ids([github])).not.toContain('trust.oidc.provider-gone');
});

it('says which key stands twice', () => {
  const parsed = parseTrustPolicy(
    `{"Statement":{"Effect":"Allow","Principal":{"Federated":"accounts.google.com"},"Action":"sts:*","Condition":{"StringEquals":{"accounts.google.com:sub":"1"},"StringEquals":{"accounts.google.com:oaud":"x"}}}}`,
  );
  if (parsed.status === 'unreadable') throw new Error(parsed.why);
  const { verdict, findings } = judgeRole(parsed.policy, identityProviders);
  expect(verdict).toBe('unsafe');
  expect(findings.map(({ id }) => id)).toContain('trust.oidc.duplicate-key');
});

it('knows what IAM would refuse to save', () => {
  const refused = (condition: object) =>
    judgeRole(policy(github, condition), identityProviders).wouldBeRefusedOnSave;
  expect(refused({ StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com' } })).toBe(true);
  expect(refused({ StringLike: { [`${github}:sub`]: '*' } })).toBe(true);
  expect(refused({ StringLike: { [`${github}:sub`]: ['repo:acme/*', '*'] } })).toBe(true);
  expect(refused({ StringNotLike: { [`${github}:sub`]: 'repo:acme/*' } })).toBe(true);
  expect(refused({ StringLike: { [`${github}:sub`]: 'repo:*' } })).toBe(false);
  expect(refused({ StringLike: { [`${github}:job_workflow_ref`]: 'acme/*' } })).toBe(false);
});

describe('the change that a finding offers', () => {
  const offered = (id: string, condition: object) =>
    judgeRole(policy(github, condition), identityProviders).findings.find(
      (finding) => finding.id === `trust.oidc.${id}`,
    )?.fix;

  it('is there where it lets in what was meant', () => {
    const meant = { StringEquals: { [`${github}:sub`]: 'repo:acme@77/shop@88:*' } };
    expect(offered('literal-wildcard', meant)?.patch).toHaveLength(2);
  });

  it('is left out where it would let in the world, and the advice stays', () => {
    const everything = { StringEquals: { [`${github}:sub`]: 'repo:*' } };
    expect(offered('literal-wildcard', everything)?.patch).toEqual([]);
    expect(offered('literal-wildcard', everything)?.description).not.toBe('');
  });

  it('is left out where it would let in more than now', () => {
    const safeAndMore = {
      StringEquals: {
        [`${github}:sub`]: ['repo:acme@77/shop@88:ref:refs/heads/main', 'repo:acme/*'],
      },
    };
    expect(judge(policy(github, safeAndMore), identityProviders).scope).toBe('workload');
    expect(offered('literal-wildcard', safeAndMore)?.patch).toEqual([]);
  });

  it('is there for what the world gets into already', () => {
    const open = { StringLike: { [`${github}:sub`]: 'repo:acme*/*' } };
    expect(offered('subject-wildcard', open)?.patch).toHaveLength(1);
  });
});

describe("an organization's own GitLab groups", () => {
  const group = (condition: object) =>
    judge(policy('gitlab.com', condition), identityProviders, { tenants: { gitlab: ['acme'] } })
      .verdict;
  const main = (path: string) => ({
    StringEquals: {
      'gitlab.com:aud': 'https://gitlab.com',
      'gitlab.com:sub': `project_path:${path}:ref_type:branch:ref:main`,
    },
  });

  it('are told by the path of the project', () => {
    expect(group(main('acme/shop'))).toBe('safe');
    expect(group(main('partner/shop'))).toBe('unsafe');
  });

  it('are not told by the id of a project', () => {
    expect(group({ StringEquals: { 'gitlab.com:project_id': '20' } })).toBe('broad');
  });
});

it('an account is a tenant of its own where nothing stands between tenant and workload', () => {
  const account = (tenants: readonly string[]) =>
    judge(
      policy('accounts.google.com', {
        StringEquals: {
          'accounts.google.com:aud': '107768730699967087212',
          'accounts.google.com:oaud': 'sts.amazonaws.com',
          'accounts.google.com:sub': '107768730699967087212',
        },
      }),
      identityProviders,
      { tenants: { google: tenants } },
    ).verdict;
  expect(account(['107768730699967087212'])).toBe('safe');
  expect(account(['118000000000000000001'])).toBe('unsafe');
});

describe("an organization's own Entra tenants", () => {
  const tenant = '1a2b3c4d-0000-4000-8000-123456789abc';
  const principal = 'bbbbbbbb-1111-4222-8333-cccccccccccc';
  const tenants = configuredSubjects({
    subjects: {
      entra: { tenants: ['11111111-0000-4000-8000-123456789abc', tenant.toUpperCase()] },
    },
    ignoreIssuers: [],
    thumbprints: 'propose',
  });
  const v1 = (of: string) => {
    const provider = `sts.windows.net/${of}/`;
    const condition = { [`${provider}:aud`]: 'api://aws', [`${provider}:sub`]: principal };
    return judgeRole(policy(provider, { StringEquals: condition }), identityProviders, {
      own: tenants,
    });
  };

  it('are told by their issuer, whatever the case of the id', () => {
    expect(v1(tenant).verdict).toBe('safe');
  });

  it('another tenant is somebody else, and the finding says so', () => {
    const { verdict, findings } = v1('99999999-0000-4000-8000-123456789abc');
    expect(verdict).toBe('unsafe');
    expect(findings.find(({ id }) => id === 'trust.oidc.foreign-tenant')?.severity).toBe(
      'Critical',
    );
  });
});

describe("an organization's own tenants, beside strangers", () => {
  const tenants = { 'github-actions': ['acme', '77'] };
  const subject = (...subjects: readonly string[]) =>
    judge(policy(github, { StringLike: { [`${github}:sub`]: subjects } }), identityProviders, {
      tenants,
    });

  it('a foreign tenant is the witness where the world is kept out', () => {
    const { verdict, scope, witness } = subject('repo:acme/*', 'repo:partner/shop:*');
    expect({ verdict, scope }).toEqual({ verdict: 'unsafe', scope: 'tenant' });
    expect(witness?.claims['sub']).toMatch(/^repo:partner\/shop:/);
  });

  it('and the world where it is not', () => {
    const { verdict, scope, witness } = subject('repo:partner/shop:*', 'repo:*');
    expect({ verdict, scope }).toEqual({ verdict: 'unsafe', scope: 'world' });
    expect(witness?.claims['sub']).toMatch(/^repo:stranger-org\//);
  });

  it('a foreign tenant is looked for behind the world too', () => {
    const { foreign } = subject('repo:*', 'repo:partner/shop:*').exploration;
    expect(foreign?.claims['sub']).toMatch(/^repo:partner\/shop:/);
  });

  it('a tenant that is not named is a stranger, not a foreign tenant', () => {
    expect(subject('repo:*').exploration.foreign).toBeUndefined();
  });
});

it('says what could not be decided, by provider', () => {
  const condition = { ArnLike: { [`${github}:sub`]: 'repo:acme/*' } };
  const { undecided } = judge(policy(github, condition), identityProviders).exploration;
  expect(undecided).toEqual([
    'AWS does not document what a condition on tokens of GitHub Actions means',
  ]);
});

it('says that tokens were not made for a comparison', () => {
  const gitlab = policy('gitlab.com', { NumericEquals: { 'gitlab.com:project_id': 'many' } });
  const { verdict, exploration, witness } = judge(gitlab, identityProviders);
  expect({ verdict, witness, undecided: exploration.undecided }).toEqual({
    verdict: 'broad',
    witness: null,
    undecided: ['a condition compares values in a way that no token was made for'],
  });
});

it('has nothing to say about a policy that trusts no identity provider', () => {
  const parsed = parseTrustPolicy({
    Statement: { Effect: 'Allow', Principal: { Service: 'x' }, Action: 'sts:*', Resource: '*' },
  });
  if (parsed.status === 'unreadable') throw new Error(parsed.why);
  expect(judgeRole(parsed.policy, identityProviders)).toEqual({
    verdict: 'not-federated',
    scope: 'none',
    providers: [],
    findings: [],
    witness: null,
    wouldBeRefusedOnSave: false,
  });
});

it('gives the grammar what a policy asks for and what it rules out', () => {
  const parsed = parseTrustPolicy({
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${github}` },
        Action: 'sts:*',
        Condition: {
          StringEquals: {
            [`${github}:AUD`]: 'a',
            'aws:requesttag/Team': 't',
            'x:aws:RequestTag/u': 'u',
          },
          StringLike: { [`${github}:SUB`]: 'wanted', 'AWS:RequestTag/Team': 't' },
          StringNotLike: { [`${github}:sub`]: 'unwanted' },
          'ForAnyValue:StringEquals': { [`${github}:amr`]: 'otp' },
        },
      },
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'sts:*',
        Condition: {
          StringLike: { [`${github}:sub`]: 'denied' },
          StringNotLike: { [`${github}:sub`]: 'spared' },
        },
      },
    ],
  });
  if (parsed.status === 'unreadable') throw new Error(parsed.why);
  const { trusted } = judge(parsed.policy, identityProviders);
  expect(trusted.map(({ provider, hints }) => ({ provider, hints }))).toEqual([
    {
      provider: github,
      hints: {
        subjects: ['wanted', 'spared'],
        ruledOut: ['unwanted', 'denied'],
        methods: ['otp'],
        tags: ['Team'],
      },
    },
  ]);
});

it('names the keys of which IAM wants to see one', () => {
  const gaps = (provider: string) =>
    guardrailGaps(judge(policy(provider, {}), identityProviders).trusted);
  expect(gaps(github)).toEqual([
    { statement: 0, provider: github, keys: [`${github}:sub`, `${github}:job_workflow_ref`] },
  ]);
  const sentinel = 'sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/';
  expect(gaps(sentinel)).toEqual([
    { statement: 0, provider: sentinel, keys: ['sts:RoleSessionName'] },
  ]);
  expect(gaps('oidc.eks.eu-west-1.amazonaws.com/id/ABC')).toEqual([]);
});
