import { anyText, guid } from './fields.ts';
import type { Field, IdentityProvider, Pins, TokenForm } from './identity-provider.ts';

/** The tenant of personal Microsoft accounts: its issuer is everybody's. */
const personalTenant = '9188040d-6c67-4c5b-b112-36a304b66dad';
const tenantPattern = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';
const v1 = new RegExp(`^sts\\.windows\\.net/${tenantPattern}/$`);
/** The public cloud, US Government and China. */
const v2Hosts = 'login\\.(?:microsoftonline\\.(?:com|us)|partner\\.microsoftonline\\.cn)';
const v2 = new RegExp(`^${v2Hosts}/${tenantPattern}/v2\\.0$`);

const tenantOf = (provider: string): string | undefined =>
  new RegExp(tenantPattern).exec(provider)?.[0].toLowerCase();

const fields = {
  /** Object id of the service principal: not the client id, not the application's object id. */
  principal: guid('99999999-aaaa-bbbb-cccc-000000000001', 'aaaaaaaa-1111-2222-3333-bbbbbbbbbbbb'),
  /** For people, a value made from user and application. */
  person: {
    character: /[A-Za-z0-9_-]/,
    min: 43,
    max: 43,
    stranger: 'mallory0123456789012345678901234567890abcde',
    own: 'AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ',
  },
  resource: anyText('api://aws-workload', 'api://aws-workload'),
  client: guid('99999999-aaaa-bbbb-cccc-000000000002', 'dddddddd-0000-0000-0000-000000000000'),
  app: guid('99999999-aaaa-bbbb-cccc-000000000003', 'eeeeeeee-0000-0000-0000-000000000000'),
} satisfies Readonly<Record<string, Field>>;

const pins: Pins = { tenant: [['principal'], ['person']], workload: [['principal'], ['person']] };

const formsV1: readonly TokenForm[] = [
  { id: 'service-principal', claims: { aud: '<resource>', sub: '<principal>' } },
  { id: 'person', claims: { aud: '<resource>', sub: '<person>' } },
];

/** Version 2 access tokens carry `azp`, and AWS takes it for the audience. */
const formsV2: readonly TokenForm[] = [
  { id: 'service-principal', claims: { aud: '<app>', azp: '<client>', sub: '<principal>' } },
  { id: 'person', claims: { aud: '<app>', azp: '<client>', sub: '<person>' } },
  { id: 'person-id-token', claims: { aud: '<client>', sub: '<person>' } },
];

const base = {
  audience: 'v1: the App ID URI of the resource; v2: AWS compares azp, the client id of the caller',
  fields,
  pins,
  clientSnippet: `// Azure Functions, App Service, VM, AKS with a managed identity
const credential = new ManagedIdentityCredential({ clientId: '<managed identity client id>' });
const token = await credential.getToken('api://<your app>/.default');
const client = new S3Client({
  credentials: fromWebToken({ roleArn: '<role>', webIdentityToken: token.token }),
});`,
  documentation: 'https://learn.microsoft.com/en-us/entra/identity-platform/access-tokens',
  checkedOn: '2026-11-22',
} as const;

/** `requestedAccessTokenVersion` 1 or null of the resource. The trailing slash is part of the name. */
export const entraV1: IdentityProvider = {
  ...base,
  id: 'entra-v1',
  name: 'Microsoft Entra ID (v1 tokens)',
  issuer: 'https://sts.windows.net/<tenant>/',
  matches: (provider) => v1.test(provider) && !provider.includes(personalTenant),
  tenantIn: 'issuer',
  tenantOf,
  forms: () => formsV1,
  recommended: {
    StringEquals: {
      '<provider>:aud': 'api://aws-workload',
      '<provider>:sub': 'aaaaaaaa-1111-2222-3333-bbbbbbbbbbbb',
    },
  },
};

/** `requestedAccessTokenVersion` 2 of the resource. */
export const entraV2: IdentityProvider = {
  ...base,
  id: 'entra-v2',
  name: 'Microsoft Entra ID (v2 tokens)',
  issuer: 'https://login.microsoftonline.com/<tenant>/v2.0',
  matches: (provider) => v2.test(provider) && !provider.includes(personalTenant),
  tenantIn: 'issuer',
  tenantOf,
  forms: () => formsV2,
  recommended: {
    StringEquals: {
      '<provider>:aud': 'dddddddd-0000-0000-0000-000000000000',
      '<provider>:oaud': 'eeeeeeee-0000-0000-0000-000000000000',
      '<provider>:sub': 'aaaaaaaa-1111-2222-3333-bbbbbbbbbbbb',
    },
  },
};

/** Anybody with a personal Microsoft account gets tokens of this issuer. */
export const entraPersonalAccounts: IdentityProvider = {
  ...base,
  id: 'entra-personal-accounts',
  name: 'Microsoft personal accounts',
  issuer: `https://login.microsoftonline.com/${personalTenant}/v2.0`,
  matches: (provider) =>
    (v1.test(provider) || v2.test(provider)) && provider.includes(personalTenant),
  tenantIn: 'subject',
  forms: (provider) => (v1.test(provider) ? formsV1 : formsV2),
  recommended: entraV2.recommended,
};

/**
 * Provider names that look like Entra and are the issuer of no token: no version, no trailing slash,
 * `common` or `organizations`. The tokens that people mean have another issuer, so STS never finds
 * this provider.
 */
export const entraMisnamed: IdentityProvider = {
  ...base,
  id: 'entra-misnamed',
  name: 'Microsoft Entra ID, under a name that no token carries',
  issuer:
    'none: use https://sts.windows.net/<tenant>/ or https://login.microsoftonline.com/<tenant>/v2.0',
  matches: (provider) => /^(sts\.windows\.net|login\.microsoftonline\.com)(\/|$)/.test(provider),
  tenantIn: 'issuer',
  tenantOf,
  forms: (provider) => {
    const tenant = new RegExp(tenantPattern).exec(provider)?.[0];
    const name = tenant ?? '11111111-2222-3333-4444-555555555555';
    const iss = provider.startsWith('sts.')
      ? `https://sts.windows.net/${name}/`
      : `https://login.microsoftonline.com/${name}/v2.0`;
    const forms = provider.startsWith('sts.') ? formsV1 : formsV2;
    return forms.map((form) => ({ ...form, claims: { iss, ...form.claims } }));
  },
  recommended: entraV2.recommended,
};
