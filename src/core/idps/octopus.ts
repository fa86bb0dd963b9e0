import { chosenAudience, slug } from './fields.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** Octopus Deploy 2024.1 and later; the subject keys are chosen on the account. */
export const octopus: IdentityProvider = {
  id: 'octopus',
  name: 'Octopus Deploy',
  issuer: 'the server URL',
  matches: (provider, hints) =>
    /\.octopus\.app$/.test(provider) ||
    hints.subjects.some((subject) => /^space:[^:]*:project:/.test(subject)),
  tenantIn: 'issuer',
  audience: 'chosen on the account',
  fields: {
    space: slug('other', 'default'),
    project: slug('other', 'payments'),
    environment: slug('development', 'production'),
    audience: chosenAudience,
  },
  forms: () => [
    {
      id: 'deployment',
      claims: {
        aud: '<audience>',
        sub: 'space:<space>:project:<project>:environment:<environment>',
      },
    },
    {
      id: 'project',
      claims: { aud: '<audience>', sub: 'space:<space>:project:<project>' },
    },
  ],
  pins: { tenant: [], project: [['project']], workload: [['environment']] },
  recommended: {
    StringEquals: {
      '<provider>:aud': 'sts.amazonaws.com',
      '<provider>:sub': 'space:default:project:payments:environment:production',
    },
  },
  clientSnippet:
    'AWS OIDC account with role ARN <role> and subject keys space, project, environment',
  documentation: 'https://octopus.com/docs/infrastructure/accounts/openid-connect',
  checkedOn: '2026-11-22',
};
