import { allows, isPositive } from '../conditions-of.ts';
import { accessControls, type Check } from '../finding.ts';
import { changeCondition } from '../policy-patch.ts';

/** `…IfExists` is true when the key is absent. */
export const ifExists: Check = {
  id: 'trust.oidc.if-exists',
  controls: accessControls,
  run: ({ policy }) =>
    allows(policy.statements).flatMap((statement) =>
      statement.conditions
        .filter((condition) => condition.operator.ifExists && isPositive(condition))
        .map((condition) => {
          const isSubject = /:sub$/i.test(condition.key);
          return {
            severity: isSubject ? ('Low' as const) : ('High' as const),
            statement: statement.index,
            message: isSubject
              ? `IfExists on ${condition.key} is harmless only because every token has a subject.`
              : `IfExists makes ${condition.key} optional: a token without it passes.`,
            fix: {
              description:
                'Drop IfExists. With several identity providers in one statement, write one statement for each instead.',
              patch: changeCondition(policy, statement, condition, {
                operator: condition.operator.name.replace(/IfExists$/i, ''),
              }),
            },
          };
        }),
    ),
};
