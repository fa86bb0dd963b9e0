import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/core/federation/evaluate.ts';
import { federatedPrincipals } from '../../../src/core/federation/federated-principals.ts';
import { parseTrustPolicy } from '../../../src/core/federation/parse-trust-policy.ts';
import type { EvaluationContext } from '../../../src/core/federation/request-context.ts';

const github = 'token.actions.githubusercontent.com';
const roleArn = 'arn:aws:iam::111122223333:role/deploy';
const token = {
  iss: `https://${github}`,
  aud: 'sts.amazonaws.com',
  sub: 'repo:acme/shop:ref:refs/heads/main',
};

const policy = (...statements: readonly object[]) => {
  const parsed = parseTrustPolicy({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${github}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      ...statement,
    })),
  });
  if (parsed.status === 'unreadable') throw new Error(parsed.why);
  return parsed.policy;
};

const decide = (
  statements: readonly object[],
  claims: Readonly<Record<string, unknown>> = token,
  context: EvaluationContext = { keys: {} },
) => evaluate(policy(...statements), claims, context).decision;

describe('principals', () => {
  it('the issuer equals the provider name to the byte', () => {
    expect(decide([{}])).toBe('Allowed');
    expect(decide([{}], { ...token, iss: `https://${github}/` })).toBe('ImplicitlyDenied');
    expect(decide([{}], { ...token, iss: `http://${github}` })).toBe('ImplicitlyDenied');
    expect(decide([{}], { ...token, iss: github })).toBe('ImplicitlyDenied');
    expect(decide([{}], { sub: token.sub })).toBe('ImplicitlyDenied');
  });

  it('a provider of another account is none', () => {
    const other = 'arn:aws:iam::444455556666:role/deploy';
    expect(decide([{}], token, { keys: {}, roleArn })).toBe('Allowed');
    expect(decide([{}], token, { keys: {}, roleArn: other })).toBe('ImplicitlyDenied');
  });

  it('built-in providers are named by their domain', () => {
    const Principal = { Federated: 'accounts.google.com' };
    const google = { iss: 'https://accounts.google.com', aud: 'a', sub: '1' };
    expect(decide([{ Principal }], google)).toBe('Allowed');
    expect(decide([{ Principal }], { ...google, iss: 'accounts.google.com' })).toBe('Allowed');
    expect(decide([{ Principal: { Federated: github } }])).toBe('ImplicitlyDenied');
  });

  it('NotPrincipal is everybody else', () => {
    const named = { Federated: `arn:aws:iam::111122223333:oidc-provider/${github}` };
    expect(decide([{ Principal: undefined, NotPrincipal: named }])).toBe('ImplicitlyDenied');
    const google = { iss: 'https://accounts.google.com', aud: 'a', sub: '1' };
    expect(decide([{ Principal: undefined, NotPrincipal: named }], google)).toBe('Allowed');
  });
});

describe('effects', () => {
  const deny = { Effect: 'Deny', Condition: { StringLike: { [`${github}:sub`]: 'repo:acme/*' } } };

  it('a Deny that matches wins, wherever it stands', () => {
    expect(decide([{}, deny])).toBe('ExplicitlyDenied');
    expect(decide([deny, {}])).toBe('ExplicitlyDenied');
    expect(decide([deny, {}], { ...token, sub: 'repo:evil/x:pull_request' })).toBe('Allowed');
  });

  it('what cannot be read may allow, and may deny', () => {
    const odd = { Condition: { StringMatches: { [`${github}:sub`]: 'x' } } };
    expect(decide([odd])).toBe('Unknown');
    expect(decide([{}, { ...odd, Effect: 'Deny' }])).toBe('Unknown');
    expect(decide([{ ...odd, Effect: 'Deny' }])).toBe('ImplicitlyDenied');
    expect(decide([{}, odd])).toBe('Allowed');
    expect(decide([{ Effect: 'Grant' }])).toBe('Unknown');
    const elsewhere = { ...odd, Principal: { Federated: 'accounts.google.com' } };
    expect(decide([elsewhere])).toBe('ImplicitlyDenied');
  });
});

describe('what a token asks for beside the role', () => {
  const tags = { 'https://aws.amazon.com/tags': { principal_tags: { team: ['a'] } } };
  const both = ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'];

  it('tags need sts:TagSession, from any statement', () => {
    expect(decide([{}], { ...token, ...tags })).toBe('ImplicitlyDenied');
    expect(decide([{ Action: both }], { ...token, ...tags })).toBe('Allowed');
    expect(decide([{}, { Action: 'sts:Tag*' }], { ...token, ...tags })).toBe('Allowed');
    const denied = [{ Action: both }, { Effect: 'Deny', Action: 'sts:TagSession' }];
    expect(decide(denied, { ...token, ...tags })).toBe('ExplicitlyDenied');
    expect(decide(denied)).toBe('Allowed');
  });

  it('tags become request tags and tag keys', () => {
    const Condition = {
      StringEquals: { 'aws:RequestTag/Team': 'a' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] },
      Null: { 'aws:TagKeys': 'false' },
    };
    expect(decide([{ Action: both, Condition }], { ...token, ...tags })).toBe('Allowed');
    expect(decide([{ Action: both, Condition }])).toBe('ImplicitlyDenied');
  });

  it('a source identity needs sts:SetSourceIdentity, and is a key', () => {
    const claims = { ...token, 'https://aws.amazon.com/source_identity': 'alice' };
    const Action = ['sts:AssumeRoleWithWebIdentity', 'sts:SetSourceIdentity'];
    const Condition = { StringEquals: { 'sts:SourceIdentity': 'alice' } };
    expect(decide([{}], claims)).toBe('ImplicitlyDenied');
    expect(decide([{ Action, Condition }], claims)).toBe('Allowed');
  });

  it('a token that names other roles is refused before the policy', () => {
    const roles = (list: unknown) => ({ ...token, 'https://aws.amazon.com/roles': list });
    expect(decide([{}], roles(roleArn), { keys: {}, roleArn })).toBe('Allowed');
    expect(decide([{}], roles(['x', roleArn]), { keys: {}, roleArn })).toBe('Allowed');
    expect(decide([{}], roles(['x']), { keys: {}, roleArn })).toBe('ImplicitlyDenied');
    expect(decide([{}], roles(['x']))).toBe('Unknown');
    const Condition = { Bool: { 'sts:RoleAuthorizedByIdp': 'true' } };
    expect(decide([{ Condition }], roles(roleArn), { keys: {}, roleArn })).toBe('Allowed');
    expect(decide([{ Condition }], token, { keys: {}, roleArn })).toBe('ImplicitlyDenied');
  });
});

describe('context keys', () => {
  const asks = (key: string, value: string) => [{ Condition: { StringEquals: { [key]: value } } }];

  it('unmapped claims are absent, whatever the token holds', () => {
    const claims = { ...token, repository_owner: 'acme', repository: 'acme/shop' };
    expect(decide(asks(`${github}:repository_owner`, 'acme'), claims)).toBe('ImplicitlyDenied');
    expect(decide(asks(`${github}:repository`, 'acme/shop'), claims)).toBe('Allowed');
  });

  it('azp takes the place of aud, and oaud keeps it', () => {
    const claims = { ...token, azp: 'client' };
    expect(decide(asks(`${github}:aud`, 'client'), claims)).toBe('Allowed');
    expect(decide(asks(`${github}:aud`, token.aud), claims)).toBe('ImplicitlyDenied');
    expect(decide(asks(`${github}:oaud`, token.aud), claims)).toBe('Allowed');
  });

  it('a claim that is a list or an object is unknown, null is absent', () => {
    expect(decide(asks(`${github}:aud`, 'a'), { ...token, aud: ['a'] })).toBe('Allowed');
    expect(decide(asks(`${github}:aud`, 'a'), { ...token, aud: ['a', 'b'] })).toBe('Unknown');
    expect(decide(asks(`${github}:sub`, 'a'), { ...token, sub: { a: 1 } })).toBe('Unknown');
    expect(decide(asks(`${github}:sub`, 'a'), { ...token, sub: null })).toBe('ImplicitlyDenied');
  });

  it('aws:FederatedProvider is the provider as the policy names it', () => {
    const arn = `arn:aws:iam::111122223333:oidc-provider/${github}`;
    expect(decide(asks('aws:FederatedProvider', arn))).toBe('Allowed');
    expect(decide(asks('aws:FederatedProvider', github))).toBe('ImplicitlyDenied');
  });

  it('what the request carries is given, and what is not given is absent', () => {
    const statements = asks('sts:RoleSessionName', 'ci');
    expect(decide(statements, token, { keys: { 'STS:RoleSessionName': 'ci' } })).toBe('Allowed');
    expect(decide(statements)).toBe('ImplicitlyDenied');
  });
});

it('each reason says what was wanted and what was there', () => {
  const { reasons } = evaluate(
    policy({ Condition: { StringEquals: { [`${github}:sub`]: 'repo:acme/x:*' } } }),
    token,
  );
  expect(reasons).toHaveLength(3);
  expect(reasons).toContainEqual({
    statement: 0,
    element: 'Condition',
    key: `${github}:sub`,
    operator: 'StringEquals',
    wanted: ['repo:acme/x:*'],
    got: [token.sub],
    matched: false,
  });
});

it('lists the providers that a policy trusts, with the subjects it asks for', () => {
  const trusted = federatedPrincipals(
    policy(
      {
        Condition: {
          StringLike: { [`${github}:sub`]: ['a', 'b*'] },
          StringEquals: { [`${github}:AUD`]: 'x' },
        },
      },
      { Effect: 'Deny' },
      { Action: 'sts:AssumeRole' },
    ),
  );
  expect(trusted).toMatchObject([
    { statement: 0, provider: github, subjects: ['a', 'b*'], audiences: ['x'] },
  ]);
});

it('takes a subject for asked for only where a condition asks for one', () => {
  const google = 'accounts.google.com';
  const [trusted, ...more] = federatedPrincipals(
    policy(
      {
        Principal: {
          Federated: [google, 'arn:aws:iam::111122223333:saml-provider/corp', '*'],
        },
        Condition: {
          StringNotEquals: { [`${google}:sub`]: 'a' },
          Null: { [`${google}:sub`]: 'false' },
          StringEquals: { [`${google}:aud`]: 'b', [`${google}:oaud`]: 'c', 'aws:SourceVpc': 'd' },
        },
      },
      { Principal: undefined, NotPrincipal: { Federated: google } },
    ),
  );
  expect(trusted).toMatchObject({ provider: google, subjects: [], audiences: ['b', 'c'] });
  expect(more).toEqual([]);
});
