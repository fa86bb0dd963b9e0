import { assigned, chosenAudience, slug } from './fields.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** The machine is new with every deployment, so the app is the workload. */
export const fly: IdentityProvider = {
  id: 'fly',
  name: 'Fly.io',
  issuer: 'https://oidc.fly.io/<organization>',
  matches: (provider) => provider.startsWith('oidc.fly.io/'),
  tenantIn: 'issuer',
  audience: 'chosen by the machine, usually sts.amazonaws.com',
  fields: {
    app: slug('other-app', 'payments'),
    machine: assigned('148e21ea7e1789'),
    audience: chosenAudience,
  },
  forms: (provider) => [
    {
      id: 'machine',
      claims: {
        aud: '<audience>',
        sub: `${provider.slice('oidc.fly.io/'.length)}:<app>:<machine>`,
      },
    },
  ],
  pins: { tenant: [], workload: [['app']] },
  recommended: {
    StringEquals: { '<provider>:aud': 'sts.amazonaws.com' },
    StringLike: { '<provider>:sub': '<organization>:payments:*' },
  },
  clientSnippet: `# fly.toml
[env]
  AWS_ROLE_ARN = "<role>"`,
  documentation: 'https://fly.io/docs/security/openid-connect/',
  checkedOn: '2026-11-22',
};
