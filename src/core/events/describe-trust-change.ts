import type { OidcProviderChange, TrustChange } from './change.ts';
import { describeCaller } from './describe-caller.ts';

const providerName = ({ openIdConnectProviderArn }: OidcProviderChange): string =>
  openIdConnectProviderArn?.replace(/^.*:oidc-provider\//, '') ?? 'an unknown name';

/** What a change was, for people: `alice as Admin changed the trust policy`. */
export const describeTrustChange = (change: TrustChange | OidcProviderChange): string => {
  const by = describeCaller(change.by);
  switch (change.kind) {
    case 'CreateRole':
      return `${by} created the role`;
    case 'UpdateAssumeRolePolicy':
      return `${by} changed the trust policy`;
    case 'CreateOpenIDConnectProvider':
      return `${by} created the OIDC provider ${providerName(change)}`;
    case 'DeleteOpenIDConnectProvider':
      return `${by} deleted the OIDC provider ${providerName(change)}`;
    case 'UpdateOpenIDConnectProviderThumbprint':
      return `${by} changed the thumbprints of the OIDC provider ${providerName(change)}`;
    case 'AddClientIDToOpenIDConnectProvider':
      return `${by} added audience ${change.clientId ?? 'unknown'} to the OIDC provider ${providerName(change)}`;
    case 'RemoveClientIDFromOpenIDConnectProvider':
      return `${by} removed audience ${change.clientId ?? 'unknown'} from the OIDC provider ${providerName(change)}`;
  }
};
