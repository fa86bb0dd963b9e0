import { conditionsOn } from '../conditions-of.ts';
import { type Check, federationControls } from '../finding.ts';
import { changeCondition } from '../policy-patch.ts';

/** `repo:owner/repo` and `project_path:group/project` are beginnings of subjects, never a whole one. */
const beginning = /^(repo:[^/:*?]+\/[^/:*?]+|project_path:[^:*?]+)$/;

export const subjectIncomplete: Check = {
  id: 'trust.oidc.subject-incomplete',
  controls: federationControls,
  run: ({ policy, trusted }) =>
    trusted.flatMap((each) =>
      conditionsOn(each, 'sub')
        .filter(({ values }) => values.some((value) => beginning.test(value)))
        .map((condition) => {
          const tail = condition.values.some((value) => value.startsWith('repo:'))
            ? ':ref:refs/heads/main'
            : ':ref_type:branch:ref:main';
          return {
            severity: 'High' as const,
            statement: each.statement.index,
            message: `"${condition.values.find((value) => beginning.test(value))}" is only the beginning of a subject; real ones go on with "${tail}" or the like, so it matches no token.`,
            fix: {
              description: 'Add the branch, tag or environment.',
              patch: changeCondition(policy, each.statement, condition, {
                values: condition.values.map((value) =>
                  beginning.test(value) ? `${value}${tail}` : value,
                ),
              }),
            },
          };
        }),
    ),
};
