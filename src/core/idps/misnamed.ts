import { buildkite } from './buildkite.ts';
import { githubActions } from './github-actions.ts';
import { gitlab } from './gitlab.ts';
import { hcpTerraform } from './hcp-terraform.ts';
import type { IdentityProvider } from './identity-provider.ts';

/**
 * A provider whose name is nearly that of a known issuer: a slash too many, a scheme, capitals. STS
 * compares the issuer byte for byte, so the tokens that people mean never find it.
 */
const misnamed = (entry: IdentityProvider, issuer: string): IdentityProvider => ({
  ...entry,
  id: `${entry.id}-misnamed`,
  name: `${entry.name}, under a name that no token carries`,
  issuer: `none: use https://${issuer}`,
  matches: (provider) =>
    provider !== issuer &&
    provider
      .toLowerCase()
      .replace(/^https?:\/\//, '')
      .replace(/\/+$/, '') === issuer,
  forms: (_provider, hints) =>
    entry
      .forms(issuer, hints)
      .map((form) => ({ ...form, claims: { iss: `https://${issuer}`, ...form.claims } })),
  guardrailKeys: () => [],
});

export const misnamedProviders: readonly IdentityProvider[] = [
  misnamed(githubActions, 'token.actions.githubusercontent.com'),
  misnamed(gitlab, 'gitlab.com'),
  misnamed(hcpTerraform, 'app.terraform.io'),
  misnamed(buildkite, 'agent.buildkite.com'),
];
