import { builtInProviders } from './claim-keys.ts';

export interface NamedProvider {
  /** Issuer without `https://`: host and path, byte for byte. */
  readonly name: string;
  /** From the provider ARN; absent for a built-in domain. */
  readonly accountId?: string;
}

/** The provider behind a federated principal; `undefined` for SAML, wildcards and anything else. */
export const namedProvider = (principal: string): NamedProvider | undefined => {
  const arn = /^arn:[\w-]+:iam::(\d{12}):oidc-provider\/(.+)/s.exec(principal);
  if (arn?.[1] !== undefined && arn[2] !== undefined) return { name: arn[2], accountId: arn[1] };
  return builtInProviders.includes(principal) ? { name: principal } : undefined;
};

/** The provider name that a token's `iss` stands for. Login with Amazon and Facebook have no scheme. */
export const providerOfIssuer = (issuer: string): string =>
  issuer.startsWith('https://') ? issuer.slice('https://'.length) : issuer;

/** Whether a token of this issuer is one of this provider: equal to the byte, as STS looks it up. */
export const isIssuerOf = (provider: string, issuer: string): boolean =>
  issuer === `https://${provider}` || (builtInProviders.includes(provider) && issuer === provider);
