import { allows } from '../conditions-of.ts';
import { type Check, federationControls } from '../finding.ts';
import { matchAction } from '../match-action.ts';
import { pathIn } from '../policy-patch.ts';

/** Tags in a token ask for `sts:TagSession`. */
export const tagSession: Check = {
  id: 'trust.oidc.tag-session',
  controls: federationControls,
  run: ({ policy, trusted }) =>
    allows(policy.statements)
      .filter((statement) => trusted.some((each) => each.statement === statement))
      .filter(
        ({ conditions, action }) =>
          conditions.some(({ key }) => /^aws:(requesttag\/|tagkeys$)/i.test(key)) &&
          !matchAction(action, 'sts:TagSession') &&
          !action.negated,
      )
      .map((statement) => ({
        severity: 'High' as const,
        statement: statement.index,
        message:
          'The statement tests session tags, and a token with tags is refused unless sts:TagSession is allowed too.',
        fix: {
          description: 'Allow sts:TagSession beside the action.',
          patch: [
            {
              op: 'replace' as const,
              path: pathIn(policy, statement, 'Action'),
              value: [...statement.action.patterns, 'sts:TagSession'],
            },
          ],
        },
      })),
};
