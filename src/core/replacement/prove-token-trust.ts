import { evaluate } from '../federation/evaluate.ts';
import { judgeRole } from '../federation/judge-role.ts';
import type { OwnSubjects } from '../federation/own-subjects.ts';
import { parseTrustPolicy } from '../federation/parse-trust-policy.ts';
import { fieldsOf } from '../federation/token-template.ts';
import { identityProviders } from '../idps/catalogue.ts';
import type { IdentityProvider } from '../idps/identity-provider.ts';
import { type ExpectedToken, tokenOf } from './expected-tokens.ts';

/** What was tried against a trust policy before it is shown. */
export type TrustProof =
  | { readonly status: 'proven'; readonly refused: number }
  | { readonly status: 'not-proven'; readonly why: string };

const notProven = (why: string): TrustProof => ({ status: 'not-proven', why });

/**
 * Proves a trust policy by evaluation: each token of the workload is let in; the same token with any
 * one of its parts changed to a stranger's is refused; and judging, which looks for tokens of
 * strangers and siblings on its own, calls it safe.
 */
export const proveTokenTrust = (
  trustPolicy: string,
  tokens: readonly ExpectedToken[],
  entry: IdentityProvider,
  provider: string,
  own: OwnSubjects,
): TrustProof => {
  const parsed = parseTrustPolicy(trustPolicy);
  if (parsed.status === 'unreadable') return notProven(parsed.why);
  const { policy } = parsed;
  if (tokens.length === 0) return notProven('no token of the workload is known');
  const out = tokens.find(
    (token) => evaluate(policy, token.claims, token.context).decision !== 'Allowed',
  );
  if (out !== undefined) return notProven('it does not let the workload in');
  const strangers = tokens.flatMap((token) => changedTokens(token, trustPolicy, entry, provider));
  const stranger = strangers.find(
    ({ claims, context }) => evaluate(policy, claims, context).decision !== 'ImplicitlyDenied',
  );
  if (stranger !== undefined) {
    return notProven(`it lets in ${String(stranger.claims['sub'])}, which is another workload`);
  }
  const { verdict, wouldBeRefusedOnSave } = judgeRole(policy, identityProviders, { own });
  if (verdict !== 'safe') return notProven(`it is judged ${verdict}`);
  if (wouldBeRefusedOnSave) return notProven('IAM would refuse to save it');
  return { status: 'proven', refused: strangers.length };
};

/** The token with each part that the policy pins changed, one at a time. */
const changedTokens = (
  { form, values }: ExpectedToken,
  trustPolicy: string,
  entry: IdentityProvider,
  provider: string,
): readonly ExpectedToken[] => {
  const pinned = Object.entries(form.claims)
    .filter(
      ([claim]) => claim === 'sub' || claim === 'aud' || isPinned(trustPolicy, provider, claim),
    )
    .flatMap(([, template]) => [template].flat().flatMap(fieldsOf));
  return [...new Set(pinned)].flatMap((name) => {
    const field = entry.fields[name];
    const value = values[name];
    if (field === undefined || value === undefined || field.assigned === true) return [];
    // What the policy leaves open is no part that tells the workload.
    if (!trustPolicy.includes(JSON.stringify(value).slice(1, -1))) return [];
    const others = [field.stranger, field.own, ...(field.values ?? [])];
    const other = others.find((each) => each !== value);
    if (other === undefined) return [];
    return [tokenOf(entry, provider, form, { ...values, [name]: other })];
  });
};

const isPinned = (trustPolicy: string, provider: string, claim: string): boolean =>
  trustPolicy.includes(`"${provider}:${claim}"`);
