import type { ClientInput, WriteClientSide } from '../client-side.ts';
import { fill } from '../fill.ts';
import { quoted, singleQuoted } from '../text-in.ts';
import { entraResource, entraTraps, tokenClaims } from './entra-token.ts';

/**
 * Azure Functions, App Service, VM, AKS with a managed identity.
 * https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview
 */
export const azureFunctions: WriteClientSide = (input) => ({
  summary: 'the managed identity gets a token from Entra ID and assumes the role with it',
  keyIsIn: 'the application settings and the key vault that they refer to',
  steps: [
    'Give the app a user-assigned managed identity.',
    ...entraTraps(input.plan),
    'Replace the key in the code by the role: snippet typescript, dotnet or python.',
  ],
  snippets: {
    typescript: typescript(input),
    dotnet: dotnet(input),
    python: python(input),
    'token-claims': tokenClaims(input.plan),
  },
});

const clientId = ({ plan }: ClientInput): string =>
  fill(plan, 'clientId', 'client id of the managed identity');
const scope = ({ plan }: ClientInput): string => `${entraResource(plan)}/.default`;

/** A function, not a token: the SDK calls it again when the credentials expire. */
const typescript = (
  input: ClientInput,
): string => `// npm install @azure/identity @aws-sdk/credential-providers
import { fromWebToken } from '@aws-sdk/credential-providers';
import { ManagedIdentityCredential } from '@azure/identity';

const identity = new ManagedIdentityCredential({ clientId: ${singleQuoted(clientId(input))} });

/** For any AWS client: new S3Client({ region, credentials }). Called again before they expire. */
export const credentials = async () => {
  const { token } = await identity.getToken(${singleQuoted(scope(input))});
  const assumeRole = fromWebToken({
    roleArn: ${singleQuoted(input.roleArn)},
    roleSessionName: 'azure',
    webIdentityToken: token,
    clientConfig: { region: ${singleQuoted(input.region)} },
  });
  return assumeRole();
};
`;

const dotnet = (input: ClientInput): string => `// dotnet add package Azure.Identity
// dotnet add package AWSSDK.SecurityToken
using Amazon;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Azure.Core;
using Azure.Identity;

var identity = new ManagedIdentityCredential(
    ManagedIdentityId.FromUserAssignedClientId(${quoted(clientId(input))}));
var token = await identity.GetTokenAsync(
    new TokenRequestContext(new[] { ${quoted(scope(input))} }), default);

// This call is not signed: it needs no credentials.
using var sts = new AmazonSecurityTokenServiceClient(
    new AnonymousAWSCredentials(), RegionEndpoint.GetBySystemName(${quoted(input.region)}));
var answer = await sts.AssumeRoleWithWebIdentityAsync(new AssumeRoleWithWebIdentityRequest
{
    RoleArn = ${quoted(input.roleArn)},
    RoleSessionName = "azure",
    WebIdentityToken = token.Token,
});

// For any AWS client. Ask again before answer.Credentials.Expiration.
AWSCredentials credentials = answer.Credentials;
`;

const python = (input: ClientInput): string => `# pip install azure-identity boto3
import boto3
from azure.identity import ManagedIdentityCredential
from botocore import UNSIGNED
from botocore.config import Config

identity = ManagedIdentityCredential(client_id=${quoted(clientId(input))})


def session() -> boto3.Session:
    """A session of the role. Ask again before its hour is over."""
    token = identity.get_token(${quoted(scope(input))}).token
    sts = boto3.client("sts", region_name=${quoted(input.region)}, config=Config(signature_version=UNSIGNED))
    credentials = sts.assume_role_with_web_identity(
        RoleArn=${quoted(input.roleArn)},
        RoleSessionName="azure",
        WebIdentityToken=token,
    )["Credentials"]
    return boto3.Session(
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
        region_name=${quoted(input.region)},
    )
`;
