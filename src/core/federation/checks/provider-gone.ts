import { builtInProviders } from '../claim-keys.ts';
import { type Check, federationControls } from '../finding.ts';

/** A role that names a deleted provider works again for whoever creates it again. */
export const providerGone: Check = {
  id: 'trust.oidc.provider-gone',
  controls: federationControls,
  run: ({ trusted, existingProviders }) =>
    existingProviders === undefined
      ? []
      : trusted
          .filter(
            ({ provider }) =>
              !builtInProviders.includes(provider) && !existingProviders.includes(provider),
          )
          .map(({ statement, provider }) => ({
            severity: 'Medium' as const,
            statement: statement.index,
            message: `The account has no OIDC provider ${provider}: nobody gets in now, and whoever creates a provider of that name brings this trust back to life.`,
            fix: { description: 'Remove the statement, or the role.', patch: [] },
          })),
};
