import { allows, isKeyOf, isPositive } from '../conditions-of.ts';
import { accessControls, type Check } from '../finding.ts';
import { changeCondition, removeCondition } from '../policy-patch.ts';

/** `ForAllValues` is true when the key is absent. */
export const forAllValues: Check = {
  id: 'trust.oidc.for-all-values',
  controls: accessControls,
  run: ({ policy, trusted }) =>
    allows(policy.statements).flatMap((statement) =>
      statement.conditions
        .filter((condition) => condition.operator.quantifier === 'ForAllValues')
        .filter(isPositive)
        .map((condition) => {
          const isAlwaysThere = trusted.some(
            (each) =>
              each.statement === statement &&
              isKeyOf(each.provider, condition.key) &&
              /:(sub|aud)$/i.test(condition.key),
          );
          const isEverThere = trusted.some(
            (each) => each.statement === statement && isKeyOf(each.provider, condition.key),
          );
          return {
            severity: isAlwaysThere ? ('Low' as const) : ('High' as const),
            statement: statement.index,
            message: isAlwaysThere
              ? `ForAllValues on ${condition.key} holds only because every token has that claim; one slip in the key makes it no check at all.`
              : `ForAllValues is true when a token has no ${condition.key}, so this condition keeps nobody out.`,
            fix: {
              description: isEverThere
                ? "Use the plain operator. The habit comes from GitHub's example of 2022 and the Terraform modules that copied it."
                : 'Remove it: AWS never sets this key, and the plain operator would let nobody in.',
              patch: isEverThere
                ? changeCondition(policy, statement, condition, {
                    operator: condition.operator.name.replace(/^ForAllValues:/i, ''),
                  })
                : removeCondition(policy, statement, condition),
            },
          };
        }),
    ),
};
