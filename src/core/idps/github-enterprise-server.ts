import { githubActions, githubFields, githubPins } from './github-actions.ts';
import { githubSubjectForms } from './github-subjects.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** GitHub Enterprise Server: names only, and AWS sees the default keys only. */
export const githubEnterpriseServer: IdentityProvider = {
  ...githubActions,
  id: 'github-enterprise-server',
  name: 'GitHub Enterprise Server',
  issuer: 'https://<host>/_services/token',
  matches: (provider, hints) =>
    /^[^/]+\/_services\/token$/.test(provider) &&
    !hints.subjects.some((subject) => /^(vela|forgejo)/.test(subject)),
  tenantIn: 'issuer',
  fields: githubFields,
  forms: (_provider, hints) => githubSubjectForms(hints, { immutable: false }),
  pins: githubPins,
  guardrailKeys: () => [],
  recommended: {
    StringEquals: {
      '<provider>:aud': 'sts.amazonaws.com',
      '<provider>:sub': 'repo:octo-org/octo-repo:environment:production',
    },
  },
  documentation:
    'https://docs.github.com/en/enterprise-server@latest/actions/reference/security/oidc',
};
