import { hasWildcards } from './condition-operator.ts';
import { federatedPrincipals } from './federated-principals.ts';
import type { FederationUse } from './fold-logins.ts';
import { globMatches, literalGlob, parseGlob } from './glob.ts';
import { namedProvider } from './identity-provider-name.ts';
import type { TrustPolicy } from './trust-policy.ts';

/** A subject, or a pattern of subjects, that a statement trusts and that nobody logged in with. */
export interface UnseenSubject {
  /** Position of the statement from 0. */
  readonly statement: number;
  /** Issuer without `https://`. */
  readonly provider: string;
  readonly subject: string;
}

/**
 * The trusted subjects without an allowed login among `uses`, each a candidate for removal. That is
 * true of the time that the uses cover and of no other: give all of a role's uses since a day on which
 * logins were already being counted.
 */
export const unseenSubjects = (
  policy: TrustPolicy,
  uses: readonly FederationUse[],
): readonly UnseenSubject[] =>
  federatedPrincipals(policy).flatMap(({ statement, provider, conditions }) => {
    const seen = uses
      .filter(({ allowed, identityProvider }) => {
        return allowed > 0 && namedProvider(identityProvider)?.name === provider;
      })
      .map(({ subject }) => subject);
    return conditions
      .filter(
        ({ key, operator }) =>
          key.toLowerCase() === `${provider}:sub`.toLowerCase() &&
          !operator.negated &&
          operator.compare !== 'Null',
      )
      .flatMap(({ operator, values }) =>
        values.filter((value) => {
          const glob = hasWildcards(operator.compare) ? parseGlob(value) : literalGlob(value);
          const isCaseless = operator.compare === 'StringEqualsIgnoreCase';
          return !seen.some(
            (subject) =>
              globMatches(glob, subject) ||
              (isCaseless && subject.toLowerCase() === value.toLowerCase()),
          );
        }),
      )
      .map((subject) => ({ statement, provider, subject }));
  });
