import { assumeAction } from './evaluate.ts';
import { namedProvider } from './identity-provider-name.ts';
import { matchAction } from './match-action.ts';
import type { Condition, TrustPolicy } from './trust-policy.ts';

/** An OIDC or built-in provider that a policy trusts, with what it asks of the token. */
export interface FederatedPrincipal {
  /** Position of the Allow statement from 0. */
  readonly statement: number;
  /** As the policy names it: provider ARN or built-in domain. */
  readonly principal: string;
  /** Issuer without `https://`. */
  readonly provider: string;
  /** Every condition of the statement. */
  readonly conditions: readonly Condition[];
  /** Values of positive conditions on `<provider>:sub`, patterns included. Empty: none. */
  readonly subjects: readonly string[];
  /** Values of positive conditions on `<provider>:aud` and `:oaud`. Empty: none. */
  readonly audiences: readonly string[];
}

const valuesOf = (conditions: readonly Condition[], keys: readonly string[]): readonly string[] =>
  conditions
    .filter(
      ({ operator, key }) =>
        !operator.negated && operator.compare !== 'Null' && keys.includes(key.toLowerCase()),
    )
    .flatMap(({ values }) => values);

/** The identity providers that may assume the role, statement by statement. */
export const federatedPrincipals = (policy: TrustPolicy): readonly FederatedPrincipal[] =>
  policy.statements
    .filter(({ effect, action }) => effect === 'Allow' && matchAction(action, assumeAction))
    .flatMap(({ index, principal, conditions }) =>
      principal.negated
        ? []
        : principal.federated.flatMap((name): readonly FederatedPrincipal[] => {
            const provider = namedProvider(name)?.name;
            if (provider === undefined) return [];
            const key = (claim: string) => `${provider}:${claim}`.toLowerCase();
            return [
              {
                statement: index,
                principal: name,
                provider,
                conditions,
                subjects: valuesOf(conditions, [key('sub')]),
                audiences: valuesOf(conditions, [key('aud'), key('oaud')]),
              },
            ];
          }),
    );
