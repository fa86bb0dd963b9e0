import { describe, expect, it } from 'vitest';
import { judgeRole } from '../../../src/core/federation/judge-role.ts';
import { parseTrustPolicy } from '../../../src/core/federation/parse-trust-policy.ts';
import { identityProviders } from '../../../src/core/idps/catalogue.ts';

const github = 'token.actions.githubusercontent.com';

const judged = (statement: object, own = {}) => {
  const parsed = parseTrustPolicy(
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] }),
  );
  if (parsed.status === 'unreadable') throw new Error(parsed.why);
  return judgeRole(parsed.policy, identityProviders, { own });
};

describe('a policy for everybody', () => {
  const everybody = {
    Principal: { AWS: '*' },
    Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } },
  };

  it('is not federated when it allows no call that takes a token', () => {
    expect(judged({ ...everybody, Action: 'sts:AssumeRole' }).verdict).toBe('not-federated');
  });

  it('is judged when it allows that call too', () => {
    expect(judged({ ...everybody, Action: 'sts:*' }).verdict).not.toBe('not-federated');
  });
});

describe('an organization that has named its own tenants', () => {
  const own = { tenants: { 'github-actions': ['acme', '123456'] } };
  const pinnedTo = (keys: Record<string, string>) => ({
    Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${github}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: Object.fromEntries(
        Object.entries({ aud: 'sts.amazonaws.com', ...keys }).map(([key, value]) => [
          `${github}:${key}`,
          value,
        ]),
      ),
    },
  });

  it('may pin one of its repositories by id alone', () => {
    const policy = pinnedTo({ repository_id: '987654', ref: 'refs/heads/main' });
    expect(judged(policy, own).verdict).toBe(judged(policy).verdict);
  });

  it('learns when an owner that is not its own is let in', () => {
    expect(judged(pinnedTo({ sub: 'repo:other/shop:ref:refs/heads/main' }), own).verdict).toBe(
      'unsafe',
    );
    expect(judged(pinnedTo({ sub: 'repo:acme/shop:ref:refs/heads/main' }), own).verdict).toBe(
      'safe',
    );
  });
});
