import { evaluateCondition } from './evaluate-condition.ts';
import { federatedPrincipals } from './federated-principals.ts';
import type { JudgedTrust, TrustFinding } from './judge-trust.ts';
import { parseTrustPolicy } from './parse-trust-policy.ts';
import type { Condition } from './trust-policy.ts';

export interface AudienceChange {
  /** Issuer without `https://`. */
  readonly provider: string;
  readonly audience: string;
  readonly is: 'added' | 'removed';
  /** The audience list as it is now, where it could be read. */
  readonly listed?: readonly string[];
}

/**
 * What a change of an OIDC provider's audience list means for one role: an audience that the policy
 * does not rule out and that tokens may now have, or one that it asks for and that STS now refuses.
 * `undefined`: nothing.
 */
export const audienceEffect = (
  trustPolicy: string,
  { provider, audience, is, listed = [] }: AudienceChange,
): TrustFinding | undefined => {
  const parsed = parseTrustPolicy(trustPolicy);
  if (parsed.status === 'unreadable') return undefined;
  const { policy } = parsed;
  const key = `${provider}:aud`.toLowerCase();
  const trusting = federatedPrincipals(policy).filter((each) => each.provider === provider);
  const tests = trusting.map(({ conditions }) =>
    conditions.filter((condition) => condition.key.toLowerCase() === key),
  );
  const takesOf = (conditions: readonly Condition[], value: string): boolean => {
    const present = { status: 'present', values: [value], multivalued: false } as const;
    return conditions.every(
      (each) => evaluateCondition(each, policy.version, new Map([[key, present]])) !== false,
    );
  };
  const takes = tests.map((conditions) => takesOf(conditions, audience));
  const isPinned = tests.map((conditions) => conditions.length > 0);
  if (is === 'added' && takes.some((each, index) => each && !isPinned[index])) {
    return {
      id: 'trust.oidc.audience-added',
      severity: 'Medium',
      message: `${provider} now accepts tokens made for "${audience}", and this policy asks for no audience: such tokens get in too.`,
      fix: `Pin ${provider}:aud to the audience that the workload uses.`,
      patch: [],
    };
  }
  if (is === 'removed' && takes.some((each, index) => each && isPinned[index])) {
    const isCutOff = !tests.some((conditions) => listed.some((each) => takesOf(conditions, each)));
    return {
      id: 'trust.oidc.audience-removed',
      severity: isCutOff ? 'High' : 'Medium',
      message: `${provider} no longer accepts tokens made for "${audience}", which this policy asks for: STS refuses them before it reads the policy.`,
      fix: 'Add the audience to the client ID list again, or move workload and policy to one that is listed.',
      patch: [],
    };
  }
  return undefined;
};

/** The verdict with what the audience list does to it: without a listed audience nobody gets in. */
export const underAudiences = (
  judged: JudgedTrust,
  effects: readonly TrustFinding[],
): JudgedTrust => {
  const isCutOff = effects.some(
    ({ id, severity }) => id === 'trust.oidc.audience-removed' && severity === 'High',
  );
  const worked = judged.verdict === 'safe' || judged.verdict === 'broad';
  return {
    ...judged,
    verdict: isCutOff && worked ? 'broken' : judged.verdict,
    witness: isCutOff && worked ? [] : judged.witness,
    findings: [...effects, ...judged.findings],
  };
};
