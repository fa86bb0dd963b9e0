import type { Evaluation, Reason } from '../evaluate.ts';
import { namedProvider } from '../identity-provider-name.ts';
import type { Statement, TrustPolicy } from '../trust-policy.ts';
import { otherSpellings } from './other-spellings.ts';
import type { PresentedToken } from './presented-token.ts';

/** An Allow statement that trusts the token's provider, and what keeps the token out of it. */
export interface NearestStatement {
  readonly statement: Statement;
  readonly failed: readonly Reason[];
  /** Tests that nobody can decide from what was logged. */
  readonly undecided: readonly Reason[];
}

const beginsAlike = (left: string, right: string): number => {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return length;
};

/** How much of the subject the best of a statement's values spells out. */
const likeness = ({ conditions }: Statement, token: PresentedToken): number => {
  const subjects = [token.subject, ...otherSpellings(token)];
  return conditions
    .filter(({ key }) => key.toLowerCase().startsWith(`${token.provider}:`.toLowerCase()))
    .flatMap(({ values }) => values)
    .flatMap((value) => subjects.map((subject) => beginsAlike(value, subject)))
    .reduce((best, length) => Math.max(best, length), 0);
};

/**
 * The statement that was most likely written for this login: of the provider's, the one that fails
 * the fewest tests, then the one whose values resemble the subject most.
 */
export const nearestStatement = (
  policy: TrustPolicy,
  evaluation: Evaluation,
  token: PresentedToken,
): NearestStatement | undefined => {
  const near = policy.statements
    .filter(({ effect }) => effect === 'Allow')
    .map((statement): NearestStatement & { readonly trusts: boolean } => {
      const tests = evaluation.reasons.filter((reason) => reason.statement === statement.index);
      return {
        statement,
        trusts: tests.some(({ element, matched }) => element === 'Principal' && matched === true),
        failed: tests.filter(({ matched }) => matched === false),
        undecided: tests.filter(({ matched }) => matched === 'unknown'),
      };
    })
    .filter(({ trusts }) => trusts)
    .sort(
      (a, b) =>
        a.failed.length - b.failed.length ||
        likeness(b.statement, token) - likeness(a.statement, token),
    );
  return near[0];
};

/** The providers that a policy trusts, for people; with its account where only that differs. */
export const trustedNames = (
  policy: TrustPolicy,
  { provider }: PresentedToken,
): readonly string[] => [
  ...new Set(
    policy.statements
      .filter(({ effect }) => effect === 'Allow')
      .flatMap(({ principal }) => principal.federated)
      .map((name) => {
        const named = namedProvider(name)?.name;
        return named === undefined || named === provider ? name : named;
      }),
  ),
];
