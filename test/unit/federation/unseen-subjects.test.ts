import { describe, expect, it } from 'vitest';
import type { FederationUse } from '../../../src/core/federation/fold-logins.ts';
import { parseTrustPolicy } from '../../../src/core/federation/parse-trust-policy.ts';
import { unseenSubjects } from '../../../src/core/federation/unseen-subjects.ts';
import type { RoleArn } from '../../../src/core/model/ids.ts';
import type { Instant } from '../../../src/core/model/instant.ts';

const provider = 'token.actions.githubusercontent.com';
const providerArn = `arn:aws:iam::111122223333:oidc-provider/${provider}`;

const policyWith = (condition: object) => {
  const parsed = parseTrustPolicy({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: providerArn },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: condition,
    },
  });
  if (parsed.status === 'unreadable') throw new Error(parsed.why);
  return parsed.policy;
};

const use = (subject: string, more: Partial<FederationUse> = {}): FederationUse => ({
  roleArn: 'arn:aws:iam::111122223333:role/shop-deploy' as RoleArn,
  identityProvider: providerArn,
  subject,
  day: '2026-11-04',
  allowed: 1,
  denied: 0,
  firstSeenAt: '2026-11-04T09:00:00.000Z' as Instant,
  lastSeenAt: '2026-11-04T09:00:00.000Z' as Instant,
  recent: [],
  version: 1,
  ...more,
});

const main = 'repo:acme/shop:ref:refs/heads/main';
const old = 'repo:acme/old-shop:ref:refs/heads/main';

const unseen = (condition: object, uses: readonly FederationUse[]) =>
  unseenSubjects(policyWith(condition), uses).map(({ subject }) => subject);

describe('a trusted subject', () => {
  const both = { StringEquals: { [`${provider}:sub`]: [main, old] } };

  it('that nobody logged in with is removable', () => {
    expect(unseen(both, [use(main)])).toEqual([old]);
  });

  it('that was only denied is not seen', () => {
    expect(unseen(both, [use(main), use(old, { allowed: 0, denied: 3 })])).toEqual([old]);
  });

  it('of another provider does not count', () => {
    const identityProvider = 'arn:aws:iam::111122223333:oidc-provider/gitlab.com';
    expect(unseen(both, [use(main), use(old, { identityProvider })])).toEqual([old]);
  });

  it('may be a pattern, which any subject it matches keeps', () => {
    const pattern = { StringLike: { [`${provider}:sub`]: ['repo:acme/*', 'repo:other/*'] } };
    expect(unseen(pattern, [use(main)])).toEqual(['repo:other/*']);
  });

  it('with a star under StringEquals matches nothing', () => {
    const literal = { StringEquals: { [`${provider}:sub`]: 'repo:acme/shop:*' } };
    expect(unseen(literal, [use(main)])).toEqual(['repo:acme/shop:*']);
  });

  it.each(['ArnLike', 'ArnEquals'])('may be a pattern of %s', (operator) => {
    const subject = 'arn:aws:iam::444455556666:role/deploy';
    const pattern = { [operator]: { [`${provider}:sub`]: 'arn:aws:iam::*:role/deploy' } };
    expect(unseen(pattern, [use(subject)])).toEqual([]);
  });

  it('is compared without case where the policy says so', () => {
    const caseless = { StringEqualsIgnoreCase: { [`${provider}:sub`]: main.toUpperCase() } };
    expect(unseen(caseless, [use(main)])).toEqual([]);
  });

  it('that is excluded is no trusted subject', () => {
    expect(unseen({ StringNotEquals: { [`${provider}:sub`]: old } }, [])).toEqual([]);
  });
});
