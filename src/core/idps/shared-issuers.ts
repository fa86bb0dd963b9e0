import type { IdentityProvider } from './identity-provider.ts';
import { unknownIssuer } from './unknown-issuer.ts';

/**
 * Issuers that AWS lists as shared by many customers and for which it has no claim table. The
 * subject of each starts with the customer (`account:…`, `organization:…`).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
const keyOf: Readonly<Record<string, string>> = {
  'oidc.codefresh.io': 'sub',
  'studio.datachain.ai/api': 'sub',
  'scalr.io': 'sub',
  'tokens.cloud.shisho.dev': 'sub',
  'proidc.upbound.io': 'sub',
  'sandboxes.cloud': 'aud',
};

export const sharedIssuers: IdentityProvider = {
  ...unknownIssuer,
  id: 'shared',
  name: 'A provider with one issuer for all its customers',
  issuer: Object.keys(keyOf)
    .map((host) => `https://${host}`)
    .join(', '),
  matches: (provider) => keyOf[provider] !== undefined,
  tenantIn: 'subject',
  guardrailKeys: (provider) => [keyOf[provider] ?? 'sub'],
  documentation:
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html',
};
