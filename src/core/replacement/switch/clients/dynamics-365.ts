import type { ClientInput, WriteClientSide } from '../client-side.ts';
import { fill } from '../fill.ts';
import { quoted, shellWord } from '../text-in.ts';
import { entraResource, entraTraps } from './entra-token.ts';
import { seenInCloudTrail } from './seen-in-cloudtrail.ts';

/**
 * Dynamics 365 and Power Platform: a Dataverse plug-in with a managed identity. The federated
 * credential between plug-in and app registration stays inside Entra; AWS sees the ordinary token of
 * the app. https://learn.microsoft.com/power-platform/admin/set-up-managed-identity
 */
export const dynamics365: WriteClientSide = (input) => ({
  summary: 'the plug-in gets a token of its app registration and assumes the role with it',
  keyIsIn:
    'the secure configuration of the plug-in step and the environment variables of Dataverse',
  steps: [
    'Give the plug-in package a managed identity: a signed assembly, an app registration with a federated credential for it, and a managed identity record in Dataverse.',
    'The role trusts the app, not the plug-in: sub is the object id of its service principal (snippet object-id), never the subject /eid1/c/pub/… of the federated credential.',
    ...entraTraps(input.plan),
    'Assume the role in the plug-in in place of the key (snippet plug-in).',
    'A flow or a connector cannot do this: let it call an Azure Function that assumes the role.',
  ],
  snippets: {
    'plug-in': plugIn(input),
    'object-id': objectId(input),
    'token-claims': traceClaims,
  },
  ...seenInCloudTrail(input, 'AssumeRoleWithWebIdentity', 'the plug-in'),
});

const plugIn = (input: ClientInput): string => `// plug-in package with AWSSDK.SecurityToken
using System;
using Amazon;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Microsoft.Xrm.Sdk;

public static class AwsRole
{
    /// <summary>Credentials of the role, for about an hour.</summary>
    public static AWSCredentials Assume(IServiceProvider serviceProvider)
    {
        var identity = (IManagedIdentityService)serviceProvider.GetService(typeof(IManagedIdentityService));
        var token = identity.AcquireToken(new[] { ${quoted(`${entraResource(input.plan)}/.default`)} });

        // This call is not signed: it needs no credentials.
        using (var sts = new AmazonSecurityTokenServiceClient(
            new AnonymousAWSCredentials(), RegionEndpoint.GetBySystemName(${quoted(input.region)})))
        {
            return sts.AssumeRoleWithWebIdentityAsync(new AssumeRoleWithWebIdentityRequest
            {
                RoleArn = ${quoted(input.roleArn)},
                RoleSessionName = "dynamics-365",
                WebIdentityToken = token,
            }).GetAwaiter().GetResult().Credentials;
        }
    }
}
`;

const objectId = ({
  plan,
}: ClientInput): string => `# the object id of the service principal: the role's sub
az ad sp show --id ${shellWord(fill(plan, 'clientId', 'client id of the app registration'))} --query id --output tsv
`;

/** A plug-in has no console: its trace shows the claims once. */
const traceClaims = `// once, in the plug-in: a token is a secret, trace its claims only
var part = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
var claims = System.Text.Encoding.UTF8.GetString(
    Convert.FromBase64String(part.PadRight((part.Length + 3) / 4 * 4, '=')));
tracing.Trace(claims); // compare ver, iss, aud, azp, oid and sub with the trust policy
// v1: iss https://sts.windows.net/<tenant>/ (the slash is part of it), aud is the application ID URI.
// v2: iss https://login.microsoftonline.com/<tenant>/v2.0; AWS takes azp, the client id of the app, for
//     the audience, and aud, the GUID of the resource, is :oaud.
// sub equals oid only in a token that the app got for itself, and belongs to this one issuer: the
// conditions written for one version never match a token of the other.
`;
