import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/core/federation/judge.ts';
import { parseTrustPolicy } from '../../../src/core/federation/parse-trust-policy.ts';
import type {
  Field,
  IdentityProvider,
  TokenForm,
} from '../../../src/core/idps/identity-provider.ts';

/** The catalogue is an argument: what today's entries do not ask of the judge, an entry may. */
const idp = 'idp.example.net';
const name: Field = { character: /[a-z]/, max: 20, stranger: 'mallory', own: 'me' };
const users: TokenForm = { id: 'user', claims: { sub: 'user:<user>', aud: '<client>' } };
const appsOfOthers: TokenForm = {
  id: 'app',
  claims: { sub: 'app:<user>', aud: '<client>' },
  madeFor: 'client',
};
const guests: TokenForm = {
  id: 'guest',
  claims: { sub: 'guest:<user>', aud: '<client>', amr: ['guest'] },
  onlyWhenAsked: { key: 'amr', value: 'guest' },
};

const entry = (...forms: readonly TokenForm[]): IdentityProvider => ({
  id: 'made-up',
  name: 'Made up',
  issuer: `https://${idp}`,
  matches: (provider) => provider === idp,
  tenantIn: 'subject',
  audience: 'chosen by the user',
  fields: { user: name, client: name },
  forms: () => forms,
  pins: { tenant: [['user']], workload: [['user']] },
  recommended: {},
  clientSnippet: '',
  documentation: 'https://idp.example.net/',
  checkedOn: '2026-11-22',
});

const judged = (condition: object, catalogue: readonly IdentityProvider[]) => {
  const parsed = parseTrustPolicy({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${idp}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: condition,
    },
  });
  if (parsed.status === 'unreadable') throw new Error(parsed.why);
  return judge(parsed.policy, catalogue);
};

describe('the token that was meant', () => {
  /** A key that is never sent lets nobody in. */
  const broken = (subject: string) => ({
    StringEquals: { [`${idp}:sub`]: subject, [`${idp}:department`]: 'x' },
  });

  it.each([
    ['app:alice', appsOfOthers],
    ['guest:alice', guests],
  ])("is a workload's own, though %s explains the policy better", (subject, other) => {
    const { verdict, witness } = judged(broken(subject), [entry(users, other)]);
    expect({ verdict, sub: witness?.claims['sub'] }).toEqual({ verdict: 'broken', sub: 'user:me' });
  });

  it('is none where the identity provider makes none for the workload', () => {
    const { verdict, witness } = judged(broken('app:alice'), [entry(appsOfOthers)]);
    expect({ verdict, witness }).toEqual({ verdict: 'broken', witness: null });
  });
});

it('a token made for somebody else that anybody can get is the world, not a replay', () => {
  const anyApp = { StringLike: { [`${idp}:sub`]: 'app:*' } };
  const { verdict, exploration } = judged(anyApp, [entry(users, appsOfOthers)]);
  expect({ verdict, replay: exploration.replay }).toEqual({ verdict: 'unsafe', replay: undefined });
});

it("one of the workload's own is a replay while nothing names whom it was made for", () => {
  const alice = { [`${idp}:sub`]: 'app:alice' };
  const open = judged({ StringEquals: alice }, [entry(users, appsOfOthers)]);
  expect({ verdict: open.verdict, scope: open.scope }).toEqual({
    verdict: 'broad',
    scope: 'workload',
  });
  const bound = { StringEquals: { ...alice, [`${idp}:aud`]: 'us' } };
  expect(judged(bound, [entry(users, appsOfOthers)]).verdict).toBe('safe');
});

it('says that there were more alternatives than were tried', () => {
  const names = Array.from('abcdefghijkl', (first) =>
    Array.from('abcdefghijkl', (second) => `${first}${second}`),
  ).flat();
  const condition = {
    StringLike: { [`${idp}:sub`]: names.map((each) => `user:${each}*`) },
    StringEquals: { [`${idp}:aud`]: names },
  };
  const { verdict, exploration } = judged(condition, [entry(users)]);
  expect({ verdict, undecided: exploration.undecided }).toEqual({
    verdict: 'unsafe',
    undecided: ['the conditions allow more alternatives than were tried'],
  });
});

it('an identity provider that no catalogue entry takes is trusted by nothing that is judged', () => {
  expect(judged({}, [])).toMatchObject({ verdict: 'not-federated', trusted: [] });
});
