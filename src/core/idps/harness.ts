import { chosenAudience, slug } from './fields.ts';
import type { IdentityProvider } from './identity-provider.ts';

export const harness: IdentityProvider = {
  id: 'harness',
  name: 'Harness',
  issuer: 'https://app.harness.io/ng/api/oidc/account/<account id>',
  matches: (provider) => /^[^/]*harness\.io\/ng\/api\/oidc\/account\/.+$/.test(provider),
  tenantIn: 'issuer',
  audience: 'sts.amazonaws.com',
  fields: {
    organization: slug('other', 'default'),
    project: slug('other', 'payments'),
    audience: chosenAudience,
  },
  forms: (provider) => {
    const account = provider.slice(provider.lastIndexOf('/') + 1);
    const common = { aud: '<audience>' };
    return [
      {
        id: 'project',
        claims: { sub: `account/${account}:org/<organization>:project/<project>`, ...common },
      },
      {
        id: 'project-plain',
        claims: { sub: `account:${account}:org:<organization>:project:<project>`, ...common },
      },
    ];
  },
  pins: {
    tenant: [],
    project: [['project']],
    workload: [['organization', 'project']],
  },
  recommended: {
    StringEquals: {
      '<provider>:aud': 'sts.amazonaws.com',
      '<provider>:sub': 'account/<account id>:org/default:project/payments',
    },
  },
  clientSnippet: 'AWS connector with credentials "Use OIDC" and the role ARN <role>',
  documentation:
    'https://developer.harness.io/docs/platform/connectors/cloud-providers/ref-cloud-providers/aws-connector-settings-reference/',
  checkedOn: '2026-11-22',
};
