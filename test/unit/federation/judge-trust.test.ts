import { describe, expect, it } from 'vitest';
import { audienceEffect, underAudiences } from '../../../src/core/federation/audience-effect.ts';
import { isWorse, type JudgedTrust, judgeTrust } from '../../../src/core/federation/judge-trust.ts';
import { identityProviders } from '../../../src/core/idps/catalogue.ts';
import type { Instant } from '../../../src/core/model/instant.ts';

const provider = 'token.actions.githubusercontent.com';
const at = '2026-11-04T09:00:00.000Z' as Instant;

const policy = (condition: object, more: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: condition,
        ...more,
      },
    ],
  });
const audience = { [`${provider}:aud`]: 'sts.amazonaws.com' };
const safe = policy({
  StringEquals: { ...audience, [`${provider}:sub`]: 'repo:acme/shop:environment:production' },
});

const judged = (text: string, existingProviders?: readonly string[]): JudgedTrust =>
  judgeTrust(text, 'digest', at, identityProviders, {
    ...(existingProviders === undefined ? {} : { existingProviders }),
  });

describe('a verdict that is kept', () => {
  it('is broken when the account has none of the providers, and says which are missing', () => {
    expect(judged(safe, [])).toMatchObject({ verdict: 'broken', missingProviders: [provider] });
    expect(judged(safe, [provider])).toMatchObject({ verdict: 'safe', missingProviders: [] });
  });

  it('takes providers that could not be read for neither there nor gone', () => {
    expect(judged(safe)).toMatchObject({ verdict: 'safe', missingProviders: [] });
  });

  it('stays unsafe without its provider: whoever creates it opens the door', () => {
    const open = policy({ StringEquals: audience });
    expect(judged(open, [])).toMatchObject({ verdict: 'unsafe', missingProviders: [provider] });
  });

  it('is none of our business for a role that is not for tokens', () => {
    const everyone = policy({}, { Principal: { AWS: '*' }, Action: 'sts:AssumeRole' });
    expect(judged(everyone).verdict).toBe('not-federated');
    const forTokens = policy({}, { Principal: '*', Action: 'sts:*' });
    expect(judged(forTokens).verdict).toBe('unsafe');
  });

  it('says when the policy cannot be read', () => {
    expect(judged('{')).toMatchObject({ verdict: 'unreadable' });
  });
});

describe('worse than before', () => {
  const as = (verdict: JudgedTrust['verdict'], more: Partial<JudgedTrust> = {}): JudgedTrust => ({
    ...judged(safe),
    verdict,
    ...more,
  });

  it.each([
    ['safe', 'broad', true],
    ['safe', 'unsafe', true],
    ['safe', 'broken', true],
    ['broad', 'unsafe', true],
    ['broken', 'unsafe', true],
    ['unsafe', 'broken', false],
    ['unsafe', 'safe', false],
    ['safe', 'not-federated', false],
    ['not-federated', 'broad', false],
    ['not-federated', 'unsafe', true],
    ['safe', 'unreadable', true],
  ] as const)('%s to %s: %s', (before, after, worse) => {
    expect(isWorse(as(before), as(after))).toBe(worse);
  });

  it('is a wider door under the same verdict', () => {
    const before = as('broad', { scope: 'project' });
    expect(isWorse(before, as('broad', { scope: 'tenant' }))).toBe(true);
    expect(isWorse(as('broad', { scope: 'tenant' }), before)).toBe(false);
  });

  it('is a provider that is gone, once', () => {
    const gone = as('unsafe', { missingProviders: [provider] });
    expect(isWorse(as('unsafe'), gone)).toBe(true);
    expect(isWorse(gone, gone)).toBe(false);
  });
});

describe('a change of the audience list', () => {
  const removed = (listed?: readonly string[]) =>
    audienceEffect(safe, {
      provider,
      audience: 'sts.amazonaws.com',
      is: 'removed',
      ...(listed === undefined ? {} : { listed }),
    });

  it('cuts off a role whose only audience is gone', () => {
    const effect = removed(['other']);
    expect(effect).toMatchObject({ id: 'trust.oidc.audience-removed', severity: 'High' });
    const after = underAudiences(judged(safe), effect === undefined ? [] : [effect]);
    expect(after.verdict).toBe('broken');
  });

  it('cuts off nobody while another audience of the policy is listed', () => {
    const two = policy({
      StringEquals: {
        [`${provider}:aud`]: ['sts.amazonaws.com', 'other'],
        [`${provider}:sub`]: 'repo:acme/shop:environment:production',
      },
    });
    const change = { provider, audience: 'sts.amazonaws.com', is: 'removed' } as const;
    expect(audienceEffect(two, { ...change, listed: ['other'] })?.severity).toBe('Medium');
  });

  it('says nothing of a role that trusts another provider', () => {
    const change = { provider: 'gitlab.com', audience: 'x', is: 'removed' } as const;
    expect(audienceEffect(safe, change)).toBeUndefined();
  });
});
