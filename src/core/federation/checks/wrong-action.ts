import { allows } from '../conditions-of.ts';
import { assumeAction } from '../evaluate.ts';
import { type Check, federationControls } from '../finding.ts';
import { matchAction } from '../match-action.ts';
import { pathIn } from '../policy-patch.ts';

/** Web identities assume roles with an action of their own. */
export const wrongAction: Check = {
  id: 'trust.oidc.wrong-action',
  controls: federationControls,
  run: ({ policy, trusted }) =>
    allows(policy.statements)
      .filter((statement) => trusted.some((each) => each.statement === statement))
      // A statement may add sts:TagSession to what another one allows.
      .filter(({ action }) => !action.negated && matchAction(action, 'sts:AssumeRole'))
      .filter(({ action, principal }) => !matchAction(action, assumeAction) && !principal.everyone)
      .map((statement) => ({
        severity: 'High' as const,
        statement: statement.index,
        message: `A token is exchanged with ${assumeAction}; this statement allows ${statement.action.patterns.join(', ')}, which no web identity can use.`,
        fix: {
          description: `Use ${assumeAction}.`,
          patch: [
            {
              op: 'replace' as const,
              path: pathIn(policy, statement, statement.action.negated ? 'NotAction' : 'Action'),
              value: assumeAction,
            },
          ],
        },
      })),
};
