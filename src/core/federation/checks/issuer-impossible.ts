import { type Check, federationControls } from '../finding.ts';

/** A provider name that no token has as its issuer. */
export const issuerImpossible: Check = {
  id: 'trust.oidc.issuer-impossible',
  controls: federationControls,
  run: ({ trusted }) =>
    trusted
      .filter(({ entry }) => entry.id.endsWith('-misnamed'))
      .map(({ statement, provider, entry }) => ({
        severity: 'High' as const,
        statement: statement.index,
        message:
          entry.id === 'entra-misnamed'
            ? `No Entra ID token has the issuer https://${provider}: version 1 tokens say https://sts.windows.net/<tenant>/ with the slash at the end, version 2 tokens https://login.microsoftonline.com/<tenant>/v2.0.`
            : `No token has exactly the issuer https://${provider}, and STS compares byte for byte: slashes, capitals and all.`,
        fix: {
          description:
            'Create the provider under the issuer that a decoded token shows, and use that name in the principal and in the keys. With Entra ID the version follows requestedAccessTokenVersion of the app registration that the token is for.',
          patch: [],
        },
      })),
};
