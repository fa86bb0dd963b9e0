import { isPositive } from '../conditions-of.ts';
import { accessControls, type Check, scopeThrough } from '../finding.ts';

/** Keeping somebody out lets everybody else in. */
export const negatedOnly: Check = {
  id: 'trust.oidc.negated-only',
  controls: accessControls,
  run: ({ trusted, exploration }) =>
    trusted
      .filter(({ statement }) => {
        const onSubject = statement.conditions.filter(({ key }) => /:sub$/i.test(key));
        return onSubject.length > 0 && !onSubject.some(isPositive);
      })
      .map((each) => ({
        severity:
          scopeThrough(exploration, each) === 'world' ? ('Critical' as const) : ('Medium' as const),
        statement: each.statement.index,
        message:
          'The subject is only tested with a negation, or for its presence: whoever is not named is let in.',
        fix: { description: 'Name who may come in with StringEquals.', patch: [] },
      })),
};
