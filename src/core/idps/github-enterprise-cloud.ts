import { githubActions, githubFields, githubPins } from './github-actions.ts';
import { githubSubjectForms } from './github-subjects.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** GitHub Enterprise Cloud: an issuer of the enterprise's own, by path or by data residency. */
export const githubEnterpriseCloud: IdentityProvider = {
  ...githubActions,
  id: 'github-enterprise-cloud',
  name: 'GitHub Enterprise Cloud',
  issuer:
    'https://token.actions.githubusercontent.com/<enterprise> or https://token.actions.<subdomain>.ghe.com',
  matches: (provider) =>
    /^token\.actions\.githubusercontent\.com\/.+$/.test(provider) ||
    /^token\.actions\.[^./]+\.ghe\.com$/.test(provider) ||
    /^github\.com\/enterprises\/.+$/.test(provider),
  tenantIn: 'issuer',
  fields: githubFields,
  forms: (_provider, hints) => githubSubjectForms(hints, { immutable: true }),
  pins: githubPins,
  guardrailKeys: () => [],
  documentation:
    'https://docs.github.com/en/enterprise-cloud@latest/actions/reference/security/oidc',
};
