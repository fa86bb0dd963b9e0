import { chosenAudience, textWithout } from './fields.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** The OIDC plugin of TeamCity, told by its subjects: a build configuration by id. */
export const teamcity: IdentityProvider = {
  id: 'teamcity',
  name: 'TeamCity',
  issuer: 'the server URL',
  matches: (provider, hints) =>
    /^teamcity\./.test(provider) ||
    hints.subjects.some((subject) => /^project:[^:]*:build_type:/.test(subject)),
  tenantIn: 'issuer',
  audience: 'chosen on the connection',
  fields: {
    project: textWithout(/[A-Za-z0-9_]/, 'Other', 'Payments'),
    buildType: textWithout(/[A-Za-z0-9_]/, 'Other_Build', 'Payments_Deploy'),
    audience: chosenAudience,
  },
  forms: () => [
    {
      id: 'build',
      claims: { aud: '<audience>', sub: 'project:<project>:build_type:<buildType>' },
    },
    {
      id: 'build-type',
      claims: { aud: '<audience>', sub: '<buildType>' },
      pins: { tenant: [], workload: [['buildType']] },
    },
  ],
  pins: { tenant: [], project: [['project'], ['buildType']], workload: [['buildType']] },
  recommended: {
    StringEquals: {
      '<provider>:aud': 'sts.amazonaws.com',
      '<provider>:sub': 'project:Payments:build_type:Payments_Deploy',
    },
  },
  clientSnippet: 'AWS_ROLE_ARN=<role> and AWS_WEB_IDENTITY_TOKEN_FILE from the plugin',
  documentation: 'https://plugins.jetbrains.com/plugin/22846-oidc',
  checkedOn: '2026-11-22',
};
