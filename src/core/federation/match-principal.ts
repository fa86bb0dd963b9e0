import { isIssuerOf, namedProvider } from './identity-provider-name.ts';
import type { PrincipalElement } from './trust-policy.ts';

/**
 * The federated principal that stands for a token of this issuer; `'*'` when everyone is meant.
 * `undefined`: none. Provider and role are in one account, so another account's ARN never matches.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export const namedFor = (
  { everyone, federated }: PrincipalElement,
  issuer: string,
  accountId: string | undefined,
): string | undefined => {
  const named = federated.find((principal) => {
    const provider = namedProvider(principal);
    if (provider === undefined || !isIssuerOf(provider.name, issuer)) return false;
    return (
      accountId === undefined ||
      provider.accountId === undefined ||
      provider.accountId === accountId
    );
  });
  // IAM gives no meaning to a wildcard among federated principals; taken as the widest it could be.
  return named ?? (everyone || federated.includes('*') ? '*' : undefined);
};

/** Whether the element covers a token of this issuer. */
export const matchPrincipal = (
  principal: PrincipalElement,
  issuer: string,
  accountId: string | undefined,
): boolean => (namedFor(principal, issuer, accountId) !== undefined) !== principal.negated;
