import { conditionsOn } from '../conditions-of.ts';
import { accessControls, type Check, scopeThrough } from '../finding.ts';

const chosen = ['environment', 'ref', 'actor', 'actor_id', 'workflow'];
const naming = ['sub', 'repository', 'repository_id', 'repository_owner_id', 'enterprise_id'];

/** Claims whose value anybody picks in a repository of their own. */
export const callerChosenClaim: Check = {
  id: 'trust.oidc.caller-chosen-claim',
  controls: accessControls,
  run: ({ trusted, exploration }) =>
    trusted.flatMap((each) => {
      const conditions = conditionsOn(each, ...chosen);
      if (each.entry.tenantIn === 'issuer' || conditions.length === 0) return [];
      if (conditionsOn(each, ...naming).length > 0) return [];
      return conditions.map(({ key }) => ({
        severity:
          scopeThrough(exploration, each) === 'world' ? ('Critical' as const) : ('Medium' as const),
        statement: each.statement.index,
        message: `${key} can have any value in a stranger's own repository; without the repository it proves nothing.`,
        fix: {
          description: 'Add the subject or repository_id; keep this condition beside it.',
          patch: [],
        },
      }));
    }),
};
