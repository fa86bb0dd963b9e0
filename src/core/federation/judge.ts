import { type Scope, wider } from './candidate-tokens.ts';
import { doorForEveryone } from './door-for-everyone.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { type AcceptedToken, type Exploration, explore } from './explore.ts';
import { intendedToken } from './intended-token.ts';
import type { OwnSubjects } from './own-subjects.ts';
import type { Claims, EvaluationContext } from './request-context.ts';
import type { TrustPolicy } from './trust-policy.ts';
import { type Catalogue, type TrustedProvider, trustedProviders } from './trusted-providers.ts';

export type Verdict = 'safe' | 'broad' | 'unsafe' | 'broken' | 'not-federated';

/** A token that shows the verdict, with what evaluation says to it. */
export interface Witness {
  readonly claims: Claims;
  readonly context: EvaluationContext['keys'];
  readonly evaluation: Evaluation;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly scope: Scope;
  /** `unsafe`: a stranger's token. `broad`: a sibling's. `broken`: the one meant, refused. */
  readonly witness: Witness | null;
  readonly trusted: readonly TrustedProvider[];
  readonly exploration: Exploration;
}

const witnessOf = (
  policy: TrustPolicy,
  token: { readonly claims: Claims; readonly context: EvaluationContext } | undefined,
): Witness | null =>
  token === undefined
    ? null
    : {
        claims: token.claims,
        context: token.context.keys,
        evaluation: evaluate(policy, token.claims, token.context),
      };

const widestOf = (accepted: readonly AcceptedToken[]): AcceptedToken | undefined =>
  accepted.reduce<AcceptedToken | undefined>(
    (widest, token) =>
      widest === undefined || wider(token.scope, widest.scope) !== widest.scope ? token : widest,
    undefined,
  );

const untried = 'a condition compares values in a way that no token was made for';

/**
 * Who can assume a role, found by evaluating tokens that a stranger, a colleague and the intended
 * workload can really get from the identity providers it trusts. The provider's audience list and
 * resource control policies are not part of it.
 */
export const judge = (
  policy: TrustPolicy,
  catalogue: Catalogue,
  own: OwnSubjects = {},
): Judgement => {
  const trusted = trustedProviders(policy, catalogue, own);
  const exploration = explore(policy, trusted, own);
  const base = { trusted, exploration };
  if (trusted.length === 0) {
    return { ...base, verdict: 'not-federated', scope: 'none', witness: null };
  }
  const { accepted, foreign, replay, undecided, scope } = exploration;
  const widest = widestOf(accepted);
  const door = doorForEveryone(policy);
  if (door === 'open' && scope !== 'world') {
    // Nobody needs a token, so none can be shown.
    return { ...base, verdict: 'unsafe', scope: 'world', witness: null };
  }
  if (scope === 'world') {
    return { ...base, verdict: 'unsafe', scope, witness: witnessOf(policy, widest) };
  }
  if (foreign !== undefined) {
    return { ...base, verdict: 'unsafe', scope, witness: witnessOf(policy, foreign) };
  }
  if (scope === 'tenant' || scope === 'project') {
    return { ...base, verdict: 'broad', scope, witness: witnessOf(policy, widest) };
  }
  if (replay !== undefined) {
    return { ...base, verdict: 'broad', scope: 'workload', witness: witnessOf(policy, replay) };
  }
  // What AWS leaves undocumented may let more in than was shown: never called safe or broken.
  if (undecided.length > 0) {
    return { ...base, verdict: 'broad', scope, witness: witnessOf(policy, widest) };
  }
  if (scope === 'workload' && door === 'none') {
    return { ...base, verdict: 'safe', scope, witness: null };
  }
  if (scope === 'workload') return { ...base, verdict: 'broad', scope, witness: null };
  const meant = witnessOf(policy, intendedToken(policy, trusted));
  const decision = meant?.evaluation.decision;
  // The token meant is let in, or may be: what was tried fell short, and the policy is not broken.
  if (decision === 'Allowed' || decision === 'Unknown') {
    const isAllowed = decision === 'Allowed';
    return {
      trusted,
      exploration: { ...exploration, undecided: [untried] },
      verdict: 'broad',
      scope: isAllowed ? 'workload' : 'none',
      witness: isAllowed ? meant : null,
    };
  }
  return { ...base, verdict: 'broken', scope: 'none', witness: meant };
};
