import { textWithout } from './fields.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** Login with Amazon: everybody with an Amazon account can sign in to an application. */
export const loginWithAmazon: IdentityProvider = {
  id: 'login-with-amazon',
  name: 'Login with Amazon',
  issuer: 'www.amazon.com',
  matches: (provider) => provider === 'www.amazon.com',
  tenantIn: 'subject',
  audience: 'the key app_id',
  fields: {
    app: textWithout(/[A-Za-z0-9._-]/, '0000', '0000'),
    user: textWithout(/[A-Za-z0-9._-]/, 'STRANGER', 'EXAMPLEUSER'),
  },
  forms: () => [
    {
      id: 'person',
      claims: {
        iss: 'www.amazon.com',
        app_id: 'amzn1.application<app>',
        user_id: 'amzn1.account.<user>',
        sub: 'amzn1.account.<user>',
      },
    },
  ],
  pins: { tenant: [['user']], workload: [['user']] },
  recommended: {
    StringEquals: {
      '<provider>:app_id': 'amzn1.application.0000',
      '<provider>:user_id': 'amzn1.account.EXAMPLEUSER',
    },
  },
  clientSnippet: 'AssumeRoleWithWebIdentity with ProviderId www.amazon.com',
  documentation:
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_manual.html',
  checkedOn: '2026-11-22',
};

/** Facebook Login: everybody with a Facebook account can sign in to an application. */
export const facebook: IdentityProvider = {
  id: 'facebook',
  name: 'Facebook',
  issuer: 'graph.facebook.com',
  matches: (provider) => provider === 'graph.facebook.com',
  tenantIn: 'subject',
  audience: 'the key app_id',
  fields: {
    app: textWithout(/\d/, '111222333444555', '111222333444555'),
    user: textWithout(/\d/, '999000999000', '123123123123'),
  },
  forms: () => [
    {
      id: 'person',
      claims: { iss: 'graph.facebook.com', app_id: '<app>', id: '<user>' },
    },
  ],
  pins: { tenant: [['user']], workload: [['user']] },
  recommended: {
    StringEquals: {
      '<provider>:app_id': '111222333444555',
      '<provider>:id': '123123123123',
    },
  },
  clientSnippet: 'AssumeRoleWithWebIdentity with ProviderId graph.facebook.com',
  documentation:
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_manual.html',
  checkedOn: '2026-11-22',
};
