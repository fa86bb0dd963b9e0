import { textWithout } from './fields.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** A Region and a UUID: `eu-west-1:12345678-…` */
const regionalId = (stranger: string, own: string) => ({
  ...textWithout(/[a-z0-9:-]/, stranger, own),
  max: 55,
});

/** How a signed-in identity proved itself: `authenticated`, and the login that a policy asks for. */
const methodsFor = (asked: readonly string[]): readonly string[] => {
  const logins = asked
    .filter((method) => !method.endsWith('authenticated') && method !== '*')
    .map((method) => method.replaceAll(/[*?]/g, 'x'));
  return ['authenticated', ...(logins.length > 0 ? logins : ['accounts.google.com'])];
};

/** Cognito identity pools: the audience is the pool, anybody can make one. */
export const cognito: IdentityProvider = {
  id: 'cognito',
  name: 'Amazon Cognito identity pools',
  issuer: 'cognito-identity.amazonaws.com',
  matches: (provider) => provider === 'cognito-identity.amazonaws.com',
  tenantIn: 'audience',
  audience: 'the identity pool id',
  fields: {
    pool: regionalId(
      'us-east-1:99999999-0000-0000-0000-000000000000',
      'us-east-1:12345678-dcba-1234-abcd-123456789abc',
    ),
    identity: regionalId(
      'us-east-1:00000000-1111-2222-3333-444444444444',
      'us-east-1:55555555-1111-2222-3333-444444444444',
    ),
  },
  forms: (_provider, { methods }) => [
    {
      id: 'authenticated',
      claims: { aud: '<pool>', sub: '<identity>', amr: methodsFor(methods) },
    },
    {
      id: 'guest-of-any-pool',
      claims: { aud: '<pool>', sub: '<identity>', amr: ['unauthenticated'] },
    },
    {
      // A policy that asks for guests has a pool that takes them: then everybody is one.
      id: 'guest',
      claims: { aud: '<pool>', sub: '<identity>', amr: ['unauthenticated'] },
      onlyWhenAsked: { key: 'amr', value: 'unauthenticated' },
      reach: 'world',
    },
  ],
  pins: { tenant: [['pool']], workload: [['identity']] },
  guardrailKeys: () => ['aud'],
  recommended: {
    StringEquals: { '<provider>:aud': 'us-east-1:12345678-dcba-1234-abcd-123456789abc' },
    'ForAnyValue:StringLike': { '<provider>:amr': 'authenticated' },
  },
  clientSnippet: `const client = new S3Client({
  credentials: fromCognitoIdentityPool({ identityPoolId: '<identity pool>', logins: { … } }),
});`,
  documentation:
    'https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html',
  checkedOn: '2026-11-22',
};
