import { readGuid, readText, shaped } from './identity-field.ts';
import { definedValues, type OidcWorkload } from './oidc-workload.ts';

const guidIn = (provider: string): string =>
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(provider)?.[0] ?? '';
const isV2 = (provider: string): boolean => provider.endsWith('/v2.0');

/**
 * A managed identity or an app registration of one Entra tenant: Azure Functions, App Service, VMs,
 * and the app that Dynamics 365 signs in with. The subject is the object id of the service principal.
 * Version 1 tokens carry the Application ID URI as audience; of version 2 tokens AWS compares `azp`,
 * the client id of the caller.
 * https://learn.microsoft.com/entra/identity-platform/access-tokens
 */
export const entra: OidcWorkload = {
  kinds: ['azure-functions', 'dynamics-365'],
  entries: ['entra-v1', 'entra-v2'],
  fields: [
    {
      field: 'tenantId',
      label: 'Entra tenant id',
      example: '11111111-2222-3333-4444-555555555555',
      hint: 'az account show --query tenantId',
      tags: ['tenant-id', 'entra-tenant-id', 'azure-tenant-id', 'azure:tenant-id'],
      read: readGuid,
    },
    {
      field: 'objectId',
      label: 'Object id of the service principal',
      example: 'aaaaaaaa-1111-2222-3333-bbbbbbbbbbbb',
      hint: 'Of the managed identity: az identity show --query principalId. Not the client id.',
      tags: ['object-id', 'principal-id', 'azure-object-id', 'azure:object-id'],
      read: readGuid,
    },
    {
      field: 'appIdUri',
      label: 'Application ID URI',
      example: 'api://aws-workload',
      hint: 'Of the app registration that the token is asked for; it must be single-tenant.',
      tags: ['app-id-uri', 'azure-app-id-uri', 'azure:app-id-uri'],
      read: shaped(/^(api|https):\/\/\S+$/),
    },
    {
      field: 'clientId',
      label: 'Client id of the caller',
      example: 'dddddddd-0000-0000-0000-000000000000',
      hint: 'az identity show --query clientId',
      tags: ['client-id', 'azure-client-id', 'azure:client-id'],
      read: readGuid,
    },
    {
      field: 'applicationId',
      label: 'Application id of the app registration',
      example: 'eeeeeeee-0000-0000-0000-000000000000',
      tags: ['application-id', 'azure-application-id', 'azure:application-id'],
      read: readGuid,
    },
    {
      field: 'tokenVersion',
      label: 'Token version',
      example: '1',
      hint: 'requestedAccessTokenVersion of the app registration; null means 1',
      tags: ['azure-token-version'],
      read: shaped(/^[12]$/),
    },
  ],
  providerOf: ({ tenantId, tokenVersion }) => {
    if (tenantId === undefined) return undefined;
    return tokenVersion === '2'
      ? `login.microsoftonline.com/${tenantId}/v2.0`
      : `sts.windows.net/${tenantId}/`;
  },
  providerForm: 'sts.windows.net/<Entra tenant id>/',
  valuesOf: ({ objectId, appIdUri, clientId, applicationId }) => ({
    principal: objectId,
    resource: appIdUri,
    client: clientId,
    app: applicationId,
  }),
  open: [],
  formsOf: (_identity, forms) => forms.filter(({ id }) => id === 'service-principal'),
  needs: (_identity, provider) => [
    'tenantId',
    'objectId',
    ...(isV2(provider) ? ['clientId', 'applicationId'] : ['appIdUri']),
  ],
  identityOf: ({ principal }) => definedValues({ objectId: principal }),
  identityOfProvider: (provider) => ({
    tenantId: guidIn(provider),
    tokenVersion: isV2(provider) ? '2' : '1',
  }),
  telling: ['objectId'],
};

/** A service connection of Azure DevOps. */
export const azureDevops: OidcWorkload = {
  kinds: ['azure-devops'],
  entries: ['azure-devops'],
  fields: [
    {
      field: 'organizationId',
      label: 'Azure DevOps organization id',
      example: '11111111-2222-3333-4444-555555555555',
      hint: 'The GUID in the issuer that the service connection shows.',
      tags: ['azure-devops-organization-id'],
      read: readGuid,
    },
    {
      field: 'organization',
      label: 'Azure DevOps organization',
      example: 'acme',
      tags: ['azure-devops-organization'],
      read: shaped(/^[^/]+$/),
    },
    {
      field: 'project',
      label: 'Azure DevOps project',
      example: 'shop',
      tags: ['azure-devops-project'],
      read: shaped(/^[^/]+$/),
    },
    {
      field: 'serviceConnection',
      label: 'Service connection',
      example: 'aws-production',
      tags: ['azure-devops-service-connection', 'service-connection'],
      read: shaped(/^[^/]+$/),
    },
  ],
  providerOf: ({ organizationId }) =>
    organizationId === undefined ? undefined : `vstoken.dev.azure.com/${organizationId}`,
  providerForm: 'vstoken.dev.azure.com/<Azure DevOps organization id>',
  valuesOf: ({ organization, project, serviceConnection }) => ({
    organization,
    project,
    connection: serviceConnection,
  }),
  open: [],
  formsOf: (_identity, forms) => forms,
  needs: () => ['organizationId', 'organization', 'project', 'serviceConnection'],
  identityOf: ({ organization, project, connection }) =>
    definedValues({ organization, project, serviceConnection: connection }),
  identityOfProvider: (provider) => ({ organizationId: guidIn(provider) }),
  telling: ['serviceConnection'],
};

/** A service account of Google Cloud: its tokens have its number as `azp` and as subject. */
export const googleCloud: OidcWorkload = {
  kinds: ['google-cloud'],
  entries: ['google'],
  fields: [
    {
      field: 'serviceAccountId',
      label: 'Numeric id of the service account',
      example: '107768730699967087212',
      hint: 'gcloud iam service-accounts describe {email} --format="value(uniqueId)"',
      tags: ['service-account-id', 'gcp-service-account-id', 'google-service-account-id'],
      read: shaped(/^\d{15,21}$/),
    },
    {
      field: 'audience',
      label: 'Audience',
      example: 'sts.amazonaws.com',
      tags: [],
      read: readText,
    },
  ],
  providerOf: () => 'accounts.google.com',
  providerForm: 'accounts.google.com',
  valuesOf: ({ serviceAccountId, audience }) => ({
    account: serviceAccountId,
    audience: audience ?? 'sts.amazonaws.com',
  }),
  open: [],
  formsOf: (_identity, forms) => forms.filter(({ id }) => id === 'service-account'),
  needs: () => ['serviceAccountId'],
  identityOf: ({ account }) => definedValues({ serviceAccountId: account }),
  telling: ['serviceAccountId'],
};
