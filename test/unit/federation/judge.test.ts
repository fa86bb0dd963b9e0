import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/core/federation/judge.ts';
import { judgeRole } from '../../../src/core/federation/judge-role.ts';
import { parseTrustPolicy } from '../../../src/core/federation/parse-trust-policy.ts';
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
