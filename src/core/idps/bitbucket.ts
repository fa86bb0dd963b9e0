import { assigned, guid } from './fields.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** Only UUIDs, in braces; the branch is not in the subject, and the step is new every time. */
export const bitbucket: IdentityProvider = {
  id: 'bitbucket',
  name: 'Bitbucket Pipelines',
  issuer: 'https://api.bitbucket.org/2.0/workspaces/<workspace>/pipelines-config/identity/oidc',
  matches: (provider) => provider.startsWith('api.bitbucket.org/2.0/workspaces/'),
  tenantIn: 'issuer',
  audience: 'always ari:cloud:bitbucket::workspace/<workspace UUID>',
  fields: {
    workspace: guid('8a1fdada-cbc0-452c-81ce-07534945e18b', '8a1fdada-cbc0-452c-81ce-07534945e18b'),
    repository: guid(
      '99999999-aaaa-bbbb-cccc-000000000001',
      '437da666-7aab-4b60-a947-ec542536ca0d',
    ),
    environment: guid(
      '99999999-aaaa-bbbb-cccc-000000000002',
      'aaaa1111-0000-0000-0000-000000000001',
    ),
    step: assigned('0d3f5bb1-6a92-4b7e-9d55-1c0f6e1a2b3c'),
  },
  forms: () => {
    const aud = 'ari:cloud:bitbucket::workspace/<workspace>';
    return [
      {
        id: 'deployment',
        claims: { aud, sub: '{<repository>}:{<environment>}:{<step>}' },
      },
      { id: 'step', claims: { aud, sub: '{<repository>}:{<step>}' } },
    ];
  },
  pins: { tenant: [['workspace']], project: [['repository']], workload: [['environment']] },
  recommended: {
    StringEquals: {
      '<provider>:aud': 'ari:cloud:bitbucket::workspace/8a1fdada-cbc0-452c-81ce-07534945e18b',
    },
    StringLike: {
      '<provider>:sub':
        '{437da666-7aab-4b60-a947-ec542536ca0d}:{aaaa1111-0000-0000-0000-000000000001}:*',
    },
  },
  clientSnippet: `- step:
    oidc: true
    script:
      - export AWS_ROLE_ARN=<role>
      - export AWS_WEB_IDENTITY_TOKEN_FILE=$(pwd)/token
      - echo $BITBUCKET_STEP_OIDC_TOKEN > token`,
  documentation:
    'https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/',
  checkedOn: '2026-11-22',
};
