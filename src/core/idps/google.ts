import { anyText, digits } from './fields.ts';
import type { IdentityProvider } from './identity-provider.ts';

/**
 * Google, built into IAM: there is no provider object and so no audience list. The `aud` key is `azp`
 * when the token has one; for service accounts `azp` is the account's own number.
 */
export const google: IdentityProvider = {
  id: 'google',
  name: 'Google',
  issuer: 'https://accounts.google.com',
  matches: (provider) => provider === 'accounts.google.com',
  tenantIn: 'subject',
  audience: 'chosen by the caller; it is in the key oaud, not in aud',
  fields: {
    account: digits('118000000000000000001', '107768730699967087212'),
    serviceEmail: anyText(
      'stranger@stranger-project.iam.gserviceaccount.com',
      'deployer@example-project.iam.gserviceaccount.com',
    ),
    personEmail: anyText('stranger@gmail.com', 'person@example.com'),
    client: {
      character: /[A-Za-z0-9._-]/,
      max: 255,
      stranger: '123456789012-example',
      own: '123456789012-example',
    },
    audience: anyText('sts.amazonaws.com', 'sts.amazonaws.com'),
    organization: digits('999001', '123456789'),
  },
  forms: () => [
    {
      id: 'service-account',
      claims: {
        aud: '<audience>',
        azp: '<account>',
        sub: '<account>',
        email: '<serviceEmail>',
        'google/organization_number': '<organization>',
      },
      // Only with format=full, and only inside an organization.
      optional: ['email', 'google/organization_number'],
    },
    {
      // Anybody can sign in to a public OAuth client.
      id: 'person',
      claims: {
        aud: '<client>.apps.googleusercontent.com',
        azp: '<client>.apps.googleusercontent.com',
        sub: '<account>',
        email: '<personEmail>',
      },
    },
    {
      // A client that signs in for itself gets no azp: the token was made for that client, not for
      // AWS, and AWS keeps no list of audiences for a built-in provider.
      id: 'made-for-another-client',
      claims: {
        aud: '<client>.apps.googleusercontent.com',
        sub: '<account>',
        email: '<serviceEmail>',
      },
      madeFor: 'client',
    },
  ],
  pins: {
    tenant: [['account'], ['serviceEmail'], ['personEmail'], ['organization']],
    workload: [['account'], ['serviceEmail'], ['personEmail']],
  },
  recommended: {
    StringEquals: {
      '<provider>:aud': '107768730699967087212',
      '<provider>:oaud': 'sts.amazonaws.com',
      '<provider>:sub': '107768730699967087212',
    },
  },
  clientSnippet: `// on Google Cloud, with a service account
const token = await (
  await fetch(
    'http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/identity?audience=sts.amazonaws.com&format=full',
    { headers: { 'Metadata-Flavor': 'Google' } },
  )
).text();
const credentials = fromWebToken({ roleArn: '<role>', webIdentityToken: token });`,
  documentation:
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif',
  checkedOn: '2026-11-22',
};
