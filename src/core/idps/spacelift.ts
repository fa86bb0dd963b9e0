import { anyText, oneOf, slug } from './fields.ts';
import type { IdentityProvider } from './identity-provider.ts';

export const spacelift: IdentityProvider = {
  id: 'spacelift',
  name: 'Spacelift',
  issuer: 'https://<account>.app.spacelift.io',
  matches: (provider) => /^[^./]+\.app(\.[^./]+)?\.spacelift\.io$/.test(provider),
  tenantIn: 'issuer',
  audience: 'the host name of the account',
  fields: {
    space: slug('other-space', 'production-01HND497T9JKR76MR3KA2CDJHP'),
    caller: slug('other-stack', 'payments'),
    callerKind: oneOf('stack', 'module'),
    // A proposed run is started by a pull request.
    runType: oneOf('PROPOSED', 'TRACKED', 'TASK', 'TESTING', 'DESTROY'),
    access: oneOf('read', 'write'),
    audience: anyText('demo.app.spacelift.io', 'demo.app.spacelift.io'),
  },
  forms: (provider) => [
    {
      id: 'run',
      claims: {
        aud: provider,
        sub: 'space:<space>:<callerKind>:<caller>:run_type:<runType>:scope:<access>',
      },
    },
  ],
  pins: {
    tenant: [],
    project: [['space'], ['caller']],
    workload: [
      ['caller', 'access'],
      ['caller', 'runType'],
    ],
  },
  recommended: {
    StringEquals: { '<provider>:aud': '<provider>' },
    StringLike: {
      '<provider>:sub': 'space:production-01HND497T9JKR76MR3KA2CDJHP:stack:payments:*:scope:write',
    },
  },
  clientSnippet: `provider "aws" {
  assume_role_with_web_identity {
    role_arn                = "<role>"
    web_identity_token_file = "/mnt/workspace/spacelift.oidc"
  }
}`,
  documentation: 'https://docs.spacelift.io/integrations/cloud-providers/oidc/aws-oidc',
  checkedOn: '2026-11-22',
};
