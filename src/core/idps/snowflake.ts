import { anyText, chosenAudience } from './fields.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** Outbound workload identity federation: one issuer an account, one subject an integration. */
export const snowflake: IdentityProvider = {
  id: 'snowflake',
  name: 'Snowflake (outbound federation)',
  issuer: 'unique to the account, on snowflakecomputing.com',
  matches: (provider) => /(^|\.)snowflakecomputing\.com(\/|$)/.test(provider),
  tenantIn: 'issuer',
  audience: 'chosen on the integration',
  fields: {
    subject: anyText('other-integration', 'from-DESCRIBE-INTEGRATION'),
    audience: chosenAudience,
  },
  forms: () => [{ id: 'integration', claims: { aud: '<audience>', sub: '<subject>' } }],
  pins: { tenant: [], workload: [['subject']] },
  recommended: {
    StringEquals: {
      '<provider>:aud': 'sts.amazonaws.com',
      '<provider>:sub': 'from-DESCRIBE-INTEGRATION',
    },
  },
  clientSnippet: `CREATE SECRET aws_role TYPE = CLOUD_PROVIDER_TOKEN
  AUTH_TYPE = WORKLOAD_IDENTITY_FEDERATION;`,
  documentation: 'https://docs.snowflake.com/en/user-guide/workload-identity-federation-outbound',
  checkedOn: '2026-11-22',
};
