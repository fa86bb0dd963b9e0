import { conditionsOn } from '../conditions-of.ts';
import { accessControls, type Check } from '../finding.ts';

/** A speculative plan of any pull request can use what apply can. */
export const runPhase: Check = {
  id: 'trust.oidc.run-phase',
  controls: accessControls,
  run: ({ trusted }) =>
    trusted
      .filter(({ entry }) => entry.id === 'hcp-terraform' || entry.id === 'terraform-enterprise')
      .filter((each) =>
        conditionsOn(each, 'sub')
          .flatMap(({ values }) => values)
          .some((value) => /\*$/.test(value)),
      )
      .map(({ statement }) => ({
        severity: 'Low' as const,
        statement: statement.index,
        message:
          'Plan and apply share this role: a speculative plan, started by any pull request, can do what an apply can.',
        fix: {
          description:
            'Two roles: run_phase:plan with reading, run_phase:apply with the rest (TFC_AWS_PLAN_ROLE_ARN, TFC_AWS_APPLY_ROLE_ARN).',
          patch: [],
        },
      })),
};
