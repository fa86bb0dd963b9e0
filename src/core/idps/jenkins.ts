import { anyText, chosenAudience } from './fields.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** The `oidc-provider` plugin: the subject is the address of the job. */
export const jenkins: IdentityProvider = {
  id: 'jenkins',
  name: 'Jenkins',
  issuer: 'https://<jenkins root>/oidc',
  matches: (provider, hints) =>
    /^[^/]*jenkins[^/]*(\/.*)?\/oidc$/.test(provider) ||
    hints.subjects.some((subject) => /^https:\/\/[^/]+\/(.*\/)?job\//.test(subject)),
  tenantIn: 'issuer',
  audience: 'chosen on the credential',
  fields: {
    job: anyText('other-folder/job/anything/', 'payments/job/deploy/'),
    audience: chosenAudience,
  },
  forms: (provider) => [
    {
      id: 'job',
      claims: {
        aud: '<audience>',
        sub: `https://${provider.replace(/\/oidc$/, '')}/job/<job>`,
      },
    },
  ],
  pins: { tenant: [], workload: [['job']] },
  recommended: {
    StringEquals: {
      '<provider>:aud': 'sts.amazonaws.com',
      '<provider>:sub': 'https://jenkins.example.com/job/payments/job/deploy/',
    },
  },
  clientSnippet: `withCredentials([file(variable: 'AWS_WEB_IDENTITY_TOKEN_FILE', credentialsId: 'aws-oidc')]) {
  withEnv(['AWS_ROLE_ARN=<role>']) { sh 'aws sts get-caller-identity' }
}`,
  documentation: 'https://plugins.jenkins.io/oidc-provider/',
  checkedOn: '2026-11-22',
};
