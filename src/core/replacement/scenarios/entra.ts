import { afterSetUp, switchSteps } from '../role-steps.ts';
import type { Scenario } from '../scenario.ts';
import { trustPolicyText } from '../trust-policy-text.ts';

/**
 * Entra ID issues two versions of tokens, and the application registration that is asked for decides
 * which: v1 tokens carry the application ID URI as audience, v2 tokens the client id in `azp`, which
 * AWS compares. The subject is the object id of the service principal, never the client id.
 * https://learn.microsoft.com/entra/identity-platform/access-tokens
 */
const trustPolicy = (accountId: string): string =>
  trustPolicyText({
    accountId,
    provider: 'sts.windows.net/<tenant id>/',
    equals: {
      aud: 'api://<application id URI>',
      sub: '<object id of the managed identity>',
    },
  });

const clientCode = (
  role: string,
): string => `import { ManagedIdentityCredential } from '@azure/identity';
import { fromWebToken } from '@aws-sdk/credential-providers';

const identity = new ManagedIdentityCredential({ clientId: '<client id of the managed identity>' });
const { token } = await identity.getToken('api://<application id URI>/.default');
const credentials = fromWebToken({ roleArn: '${role}', webIdentityToken: token });`;

const tenantTrap =
  'Keep the app registration single-tenant, and pin the object id (sub) as well as the audience: any app of the tenant can ask for the same audience.';

const functionsSide =
  'Give the app a user-assigned managed identity; it exchanges its Entra token for the role (snippet client).';
const dynamicsSide =
  'Let the plug-in use a managed identity, and send AWS the Entra token of its app registration (snippet client).';

/** Azure Functions, App Service, VM, AKS: managed identity, OIDC provider (Entra ID) and a role. */
export const azureFunctions: Scenario = {
  mechanism: 'oidc',
  noRole: 'A managed identity can assume a role through Entra ID: no key, no secret.',
  setUp: () => [
    'Create a role that trusts the managed identity by object id (snippet trust-policy).',
    tenantTrap,
    'Give the role only what the key is used for.',
    ...afterSetUp(functionsSide),
  ],
  switchTo: (_place, role) => [...switchSteps(role, functionsSide)],
  snippets: (place, role) => ({
    client: clientCode(role ?? `arn:aws:iam::${place.accountId}:role/<role>`),
    ...(role === undefined ? { 'trust-policy': trustPolicy(place.accountId) } : {}),
  }),
};

/** Dynamics 365 and Power Platform: AWS sees the ordinary Entra token of the app registration. */
export const dynamics365: Scenario = {
  mechanism: 'oidc',
  noRole: 'Dynamics 365 can assume a role through Entra ID: no key, no secret.',
  setUp: () => [
    'Create a role that trusts the app registration by the object id of its service principal (snippet trust-policy).',
    tenantTrap,
    'Give the role only what the key is used for.',
    ...afterSetUp(dynamicsSide),
  ],
  switchTo: (_place, role) => [...switchSteps(role, dynamicsSide)],
  snippets: (place, role) => ({
    client: clientCode(role ?? `arn:aws:iam::${place.accountId}:role/<role>`),
    ...(role === undefined ? { 'trust-policy': trustPolicy(place.accountId) } : {}),
  }),
};
