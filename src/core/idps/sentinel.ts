import { anyText, guid } from './fields.ts';
import type { IdentityProvider } from './identity-provider.ts';

/**
 * The AWS S3 connector of Microsoft Sentinel: one issuer and one audience for all its customers. The
 * connector, not the caller, writes the workspace into the session name; that is the tenancy.
 */
export const sentinel: IdentityProvider = {
  id: 'sentinel',
  name: 'Microsoft Sentinel S3 connector',
  issuer:
    'https://sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/ (US Government: cab8a31a-1906-4287-a0d8-4eef66b95f6e)',
  matches: (provider) =>
    provider === 'sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/' ||
    provider === 'sts.windows.net/cab8a31a-1906-4287-a0d8-4eef66b95f6e/',
  tenantIn: 'session-name',
  audience: 'api://1462b192-27f7-4cb9-8523-0f4ecb54b47e',
  fields: {
    workspace: guid('99999999-aaaa-bbbb-cccc-000000000001', '12345678-90ab-cdef-1234-567890abcdef'),
    connector: anyText(
      'bbbbbbbb-0000-0000-0000-000000000000',
      'bbbbbbbb-0000-0000-0000-000000000000',
    ),
  },
  forms: (provider) => [
    {
      id: 'connector',
      claims: {
        aud: provider.includes('cab8a31a')
          ? 'api://d4230588-5f84-4281-a9c7-2c15194b28f7'
          : 'api://1462b192-27f7-4cb9-8523-0f4ecb54b47e',
        sub: '<connector>',
      },
      context: { 'sts:RoleSessionName': 'MicrosoftSentinel_<workspace>' },
    },
  ],
  // The subject is Microsoft's connector, the same for every customer.
  pins: { tenant: [['workspace']], workload: [['workspace']] },
  guardrailKeys: () => ['sts:RoleSessionName'],
  recommended: {
    StringEquals: {
      '<provider>:aud': 'api://1462b192-27f7-4cb9-8523-0f4ecb54b47e',
      'sts:RoleSessionName': 'MicrosoftSentinel_12345678-90ab-cdef-1234-567890abcdef',
    },
  },
  clientSnippet: 'None: the connector wizard of Microsoft Sentinel asks for the role ARN.',
  documentation: 'https://learn.microsoft.com/en-us/azure/sentinel/connect-aws',
  checkedOn: '2026-11-22',
};
