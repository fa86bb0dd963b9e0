import { anyText, chosenAudience } from './fields.ts';
import { githubActions } from './github-actions.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** Older and special GitHub issuers that everybody on GitHub shares. */
export const githubLegacyIssuers: IdentityProvider = {
  ...githubActions,
  id: 'github-legacy-issuers',
  name: 'GitHub (legacy and audit-log issuers)',
  issuer:
    'https://vstoken.actions.githubusercontent.com, https://oidc-configuration.audit-log.githubusercontent.com',
  matches: (provider) =>
    provider === 'vstoken.actions.githubusercontent.com' ||
    provider === 'oidc-configuration.audit-log.githubusercontent.com',
  fields: {
    subject: anyText('https://github.com/stranger-org', 'https://github.com/octo-org'),
    audience: chosenAudience,
  },
  forms: () => [{ id: 'any', claims: { aud: '<audience>', sub: '<subject>' } }],
  pins: { tenant: [['subject']], workload: [['subject']] },
  guardrailKeys: () => ['sub'],
  recommended: {
    StringEquals: {
      '<provider>:aud': 'sts.amazonaws.com',
      '<provider>:sub': 'https://github.com/octo-org',
    },
  },
  clientSnippet: 'None: GitHub itself is the caller (audit-log streaming).',
};
