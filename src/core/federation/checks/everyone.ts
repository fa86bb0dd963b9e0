import { allows } from '../conditions-of.ts';
import { accessControls, type Check } from '../finding.ts';

/** A principal that is everybody, or everybody but somebody. */
export const everyone: Check = {
  id: 'trust.oidc.everyone',
  controls: ['cis-aws-7.0:2.21', ...accessControls],
  run: ({ policy }) =>
    allows(policy.statements)
      .filter(
        ({ principal }) =>
          principal.everyone || principal.negated || principal.federated.includes('*'),
      )
      .map(({ index, principal }) => ({
        severity: 'Critical' as const,
        statement: index,
        message: principal.negated
          ? 'NotPrincipal with Allow lets in everybody but the ones it names.'
          : 'The principal is everybody: one forgotten condition opens the role to the world.',
        fix: { description: 'Name the identity provider by its ARN.', patch: [] },
      })),
};
