import { allows, isPositive } from '../conditions-of.ts';
import { type Check, federationControls } from '../finding.ts';
import { changeCondition } from '../policy-patch.ts';

/** `StringEquals` knows no wildcards. */
export const literalWildcard: Check = {
  id: 'trust.oidc.literal-wildcard',
  controls: federationControls,
  run: ({ policy }) =>
    allows(policy.statements).flatMap((statement) =>
      statement.conditions
        .filter(
          (condition) =>
            isPositive(condition) &&
            /^StringEquals/.test(condition.operator.compare) &&
            condition.values.some((value) => /[*?]/.test(value.replace(/\$\{[^}]*\}/g, ''))),
        )
        .map((condition) => ({
          severity: 'High' as const,
          statement: statement.index,
          message: `${condition.operator.name} takes "${condition.values.find((value) => /[*?]/.test(value))}" letter for letter: no token holds a "*" or "?" there, so nobody matches it.`,
          fix: {
            description:
              'Write the whole value, or use StringLike after checking whom the pattern lets in.',
            patch: changeCondition(policy, statement, condition, {
              operator: condition.operator.name.replace(/StringEquals(IgnoreCase)?/i, 'StringLike'),
            }),
          },
        })),
    ),
};
