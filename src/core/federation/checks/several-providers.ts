import { allows } from '../conditions-of.ts';
import { accessControls, type Check } from '../finding.ts';

/** Keys of one provider are absent from tokens of another. */
export const severalProviders: Check = {
  id: 'trust.oidc.several-providers',
  controls: accessControls,
  run: ({ policy }) =>
    allows(policy.statements)
      .filter(({ principal }) => principal.federated.length > 1)
      .map(({ index }) => ({
        severity: 'Low' as const,
        statement: index,
        message:
          'One statement trusts several identity providers; the keys of one are absent from the tokens of the others, so a plain condition keeps the others out and IfExists may let them in.',
        fix: { description: 'Write one statement for each identity provider.', patch: [] },
      })),
};
