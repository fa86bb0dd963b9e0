import { textWithout } from './fields.ts';
import type { IdentityProvider } from './identity-provider.ts';

export const azureDevops: IdentityProvider = {
  id: 'azure-devops',
  name: 'Azure DevOps',
  issuer: 'https://vstoken.dev.azure.com/<organization GUID>',
  matches: (provider) => provider.startsWith('vstoken.dev.azure.com/'),
  tenantIn: 'issuer',
  audience: 'always api://AzureADTokenExchange',
  fields: {
    organization: textWithout(/[^/\p{Cc}]/u, 'my-org', 'my-org'),
    project: textWithout(/[^/\p{Cc}]/u, 'other-project', 'my-project'),
    connection: textWithout(/[^/\p{Cc}]/u, 'other-connection', 'aws-connection'),
  },
  forms: () => [
    {
      id: 'service-connection',
      claims: {
        aud: 'api://AzureADTokenExchange',
        sub: 'sc://<organization>/<project>/<connection>',
      },
    },
  ],
  pins: { tenant: [['organization']], project: [['project']], workload: [['connection']] },
  recommended: {
    StringEquals: {
      '<provider>:aud': 'api://AzureADTokenExchange',
      '<provider>:sub': 'sc://my-org/my-project/aws-connection',
    },
  },
  clientSnippet: `- task: AWSCLI@1   # AWS Toolkit for Azure DevOps 1.15.0 or later
  inputs:
    awsCredentials: <service connection with OIDC>
    regionName: <region>`,
  documentation: 'https://docs.aws.amazon.com/vsts/latest/userguide/getting-started.html',
  checkedOn: '2026-11-22',
};
