import type { Instant } from '../model/instant.ts';
import { type Scope, scopes } from './candidate-tokens.ts';
import { builtInProviders } from './claim-keys.ts';
import { assumeAction } from './evaluate.ts';
import type { Verdict } from './judge.ts';
import { type JudgeOptions, judgeRole } from './judge-role.ts';
import { matchAction } from './match-action.ts';
import { parseTrustPolicy } from './parse-trust-policy.ts';
import type { PatchOperation } from './policy-patch.ts';
import type { TrustPolicy } from './trust-policy.ts';
import type { Catalogue } from './trusted-providers.ts';

/** A verdict as it is kept and told: the parts of a judgement that people read. */
export interface JudgedTrust {
  readonly verdict: Verdict | 'unreadable';
  readonly scope: Scope;
  /** Of the policy's text, so that the same policy is recognised. */
  readonly digest: string;
  /** Trusted providers that the account does not have; empty too when they could not be read. */
  readonly missingProviders: readonly string[];
  readonly providers: readonly string[];
  /** Gravest first, the first few. */
  readonly findings: readonly TrustFinding[];
  /** The claims that tell the witness from other tokens, in reading order. */
  readonly witness: readonly (readonly [claim: string, value: string])[];
  readonly at: Instant;
}

export interface TrustFinding {
  readonly id: string;
  readonly severity: string;
  readonly message: string;
  readonly fix: string;
  readonly patch: readonly PatchOperation[];
}

/** The claims that tell a token from another, in the order in which people read them. */
const tellingClaims = ['iss', 'aud', 'azp', 'sub', 'email', 'app_id', 'user_id', 'id', 'amr'];

const mostFindings = 3;

/** Statements that web-identity tokens are for; `AWS: *` with `sts:AssumeRole` is not one. */
const isForTokens = (policy: TrustPolicy): boolean =>
  policy.statements.some(
    ({ effect, principal, action }) =>
      effect === 'Allow' &&
      (principal.federated.length > 0 ||
        ((principal.everyone || principal.negated) && matchAction(action, assumeAction))),
  );

const notFederated = {
  verdict: 'not-federated',
  scope: 'none',
  missingProviders: [],
  providers: [],
  findings: [],
  witness: [],
} as const;

/**
 * Judges a trust policy's text for keeping and telling.
 * @param digest of the same text
 */
export const judgeTrust = (
  text: string,
  digest: string,
  at: Instant,
  catalogue: Catalogue,
  options: JudgeOptions = {},
): JudgedTrust => {
  const parsed = parseTrustPolicy(text);
  if (parsed.status === 'unreadable') {
    const message = parsed.why;
    const finding = {
      id: 'trust.policy.unreadable',
      severity: 'Medium',
      message,
      fix: '',
      patch: [],
    };
    return { ...notFederated, verdict: 'unreadable', findings: [finding], digest, at };
  }
  if (!isForTokens(parsed.policy)) return { ...notFederated, digest, at };
  const { verdict, scope, providers, findings, witness } = judgeRole(
    parsed.policy,
    catalogue,
    options,
  );
  const { existingProviders } = options;
  const missing = providers.filter(
    (name) => !builtInProviders.includes(name) && existingProviders?.includes(name) === false,
  );
  const isDead = missing.length > 0 && missing.length === providers.length;
  const claims = witness?.claims ?? {};
  return {
    // Without any of its providers nobody gets in, whatever the policy says.
    verdict: isDead && verdict !== 'unsafe' ? 'broken' : verdict,
    scope,
    digest,
    missingProviders: missing,
    providers,
    findings: findings.slice(0, mostFindings).map(({ id, severity, message, fix }) => ({
      id,
      severity,
      message,
      fix: fix.description,
      patch: fix.patch,
    })),
    witness: tellingClaims.flatMap((name) =>
      claims[name] === undefined ? [] : [[name, [claims[name]].flat().join(', ')] as const],
    ),
    at,
  };
};

const rank: Readonly<Record<JudgedTrust['verdict'], number>> = {
  'not-federated': 0,
  safe: 0,
  broad: 1,
  broken: 2,
  unsafe: 3,
  // Whoever gets in is not known.
  unreadable: 2,
};

/** Whether a verdict calls for telling somebody who has not seen one before. */
export const isAlarming = (judged: JudgedTrust): boolean =>
  rank[judged.verdict] >= rank.broken ||
  judged.missingProviders.length > 0 ||
  audienceFindings(judged).length > 0;

/** What a provider's audience list does to the role; no part of the verdict, which is the policy's. */
const audienceFindings = ({ findings }: JudgedTrust): readonly string[] =>
  findings
    .map(({ id }) => id)
    .filter((id) => id.startsWith('trust.oidc.audience-') && id !== 'trust.oidc.audience-missing');

/**
 * Whether a role's trust got worse. Where nothing is known of before (a new role, one that was never
 * judged, one that trusted no identity provider), only an alarming verdict is news.
 */
export const isWorse = (before: JudgedTrust | null, after: JudgedTrust): boolean => {
  if (before === null || before.verdict === 'not-federated') return isAlarming(after);
  if (rank[after.verdict] !== rank[before.verdict]) {
    return rank[after.verdict] > rank[before.verdict];
  }
  const isWider = scopes.indexOf(after.scope) > scopes.indexOf(before.scope);
  const isMissing = after.missingProviders.some((name) => !before.missingProviders.includes(name));
  const isAudience = audienceFindings(after).some((id) => !audienceFindings(before).includes(id));
  return isMissing || isAudience || (isWider && after.verdict !== 'not-federated');
};

/** Whether the trust is at least as good as it was before it got worse. */
export const isRecovered = (before: JudgedTrust | null, after: JudgedTrust): boolean =>
  !isWorse(before, after);
