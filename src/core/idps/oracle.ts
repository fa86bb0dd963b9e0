import { anyText, chosenAudience } from './fields.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** An identity domain of Oracle Cloud Infrastructure. */
export const oracle: IdentityProvider = {
  id: 'oracle',
  name: 'Oracle Cloud Infrastructure',
  issuer: 'https://idcs-<id>.identity.oraclecloud.com',
  matches: (provider) => /^idcs-[^./]+\.identity\.oraclecloud\.com$/.test(provider),
  tenantIn: 'issuer',
  audience: 'chosen by the caller',
  fields: {
    subject: anyText('other', 'deployer'),
    principal: anyText('ocid1.instance.oc1..other', 'ocid1.instance.oc1..example'),
    audience: chosenAudience,
  },
  forms: () => [
    { id: 'any', claims: { aud: '<audience>', sub: '<subject>', rpst_id: '<principal>' } },
  ],
  pins: { tenant: [], workload: [['subject'], ['principal']] },
  recommended: {
    StringEquals: {
      '<provider>:aud': 'sts.amazonaws.com',
      '<provider>:rpst_id': 'ocid1.instance.oc1..example',
    },
  },
  clientSnippet: 'aws sts assume-role-with-web-identity --role-arn <role> --web-identity-token …',
  documentation: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_sts.html',
  checkedOn: '2026-11-22',
};
