import { identityProviders } from '../idps/catalogue.ts';
import type { IdentityProvider, PolicyHints } from '../idps/identity-provider.ts';

export const hintsOf = (subjects: readonly string[]): PolicyHints => ({
  subjects,
  tags: [],
  methods: [],
});

/** The catalogue's entry for a provider; some are told by the subjects they issue only. */
export const entryOfProvider = (
  provider: string,
  subjects: readonly string[] = [],
): IdentityProvider | undefined =>
  identityProviders.find((entry) => entry.matches(provider, hintsOf(subjects)));

/** The first of the ids whose entry the provider is; else the last id, which takes any issuer. */
export const entryAmong = (
  provider: string,
  ids: readonly string[],
): IdentityProvider | undefined => {
  const direct = entryOfProvider(provider);
  if (direct !== undefined && ids.includes(direct.id)) return direct;
  return identityProviders.find(({ id }) => id === ids.at(-1));
};
