import { allows, isPositive } from '../conditions-of.ts';
import { accessControls, type Check } from '../finding.ts';

/** Keeping somebody out lets everybody else in. */
export const negatedOnly: Check = {
  id: 'trust.oidc.negated-only',
  controls: accessControls,
  run: ({ policy, trusted }) =>
    allows(policy.statements)
      .filter((statement) => trusted.some((each) => each.statement === statement))
      .filter(({ conditions }) => {
        const onSubject = conditions.filter(({ key }) => /:sub$/i.test(key));
        return onSubject.length > 0 && !onSubject.some(isPositive);
      })
      .map(({ index }) => ({
        severity: 'Critical' as const,
        statement: index,
        message:
          'The subject is only tested with a negation, or for its presence: everybody who is not named is let in.',
        fix: { description: 'Name who may come in with StringEquals.', patch: [] },
      })),
};
