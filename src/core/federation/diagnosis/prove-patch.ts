import { type Scope, scopes } from '../candidate-tokens.ts';
import { evaluate } from '../evaluate.ts';
import { globMatches, parseGlob } from '../glob.ts';
import { judge, type Verdict } from '../judge.ts';
import type { OwnSubjects } from '../own-subjects.ts';
import type { Claims } from '../request-context.ts';
import { surroundingsOf } from '../surroundings.ts';
import type { TrustPolicy } from '../trust-policy.ts';
import type { Catalogue } from '../trusted-providers.ts';
import { hasPerTokenParts, subjectPattern } from './exact-value.ts';
import { neighbourTokens } from './neighbour-tokens.ts';
import type { PresentedToken } from './presented-token.ts';

export type Proof =
  | { readonly status: 'proven' }
  | { readonly status: 'unproven'; readonly why: string };

const unproven = (why: string): Proof => ({ status: 'unproven', why });

/** What is broken may become safe, and nothing may become less than it was. */
const verdictRank: Readonly<Record<Verdict, number>> = {
  'not-federated': 0,
  broken: 0,
  safe: 0,
  broad: 1,
  unsafe: 2,
};

const isWider = (before: Scope, after: Scope): boolean =>
  scopes.indexOf(after) > Math.max(scopes.indexOf(before), scopes.indexOf('workload'));

/** A run of the same workload, whose subject differs only in what is new in every token. */
const isSameWorkload = (claims: Claims, token: PresentedToken, version: string): boolean => {
  const pattern = hasPerTokenParts(token) ? subjectPattern(token, version) : undefined;
  return pattern !== undefined && globMatches(parseGlob(pattern), String(claims['sub']));
};

/**
 * Whether a patch lets this login in and nobody else: the patched policy evaluates Allowed for it, is
 * judged no worse than before, still admits everybody it admitted, and refuses every stranger's and
 * every sibling's token that it refused.
 */
export const provePatch = (
  before: TrustPolicy,
  after: TrustPolicy,
  token: PresentedToken,
  catalogue: Catalogue,
  own: OwnSubjects = {},
): Proof => {
  const admitted = evaluate(after, token.claims, token.context);
  if (admitted.decision !== 'Allowed') {
    const open = admitted.reasons.filter(({ matched }) => matched === 'unknown');
    const keys = [...new Set(open.map(({ key }) => key).filter((key) => key !== null))];
    return unproven(
      keys.length > 0
        ? `it would still depend on ${keys.join(', ')}, which CloudTrail does not log`
        : 'a small change would not let the login in',
    );
  }
  const [was, is] = [judge(before, catalogue, own), judge(after, catalogue, own)];
  if (verdictRank[is.verdict] > verdictRank[was.verdict] || isWider(was.scope, is.scope)) {
    return unproven(
      `the role would be ${is.verdict} then: more than this one workload could get in`,
    );
  }
  const isLost = was.exploration.accepted.some(
    ({ claims, context }) => evaluate(after, claims, context).decision !== 'Allowed',
  );
  if (isLost) return unproven('it would shut out a login that is let in now');
  const { insider } = surroundingsOf(after);
  const { roleArn } = token.context;
  const context = {
    keys: { ...insider, ...token.context.keys },
    ...(roleArn === undefined ? {} : { roleArn }),
  };
  const isRefused = (policy: TrustPolicy, claims: Claims): boolean =>
    evaluate(policy, claims, context).decision.endsWith('Denied');
  const admits = neighbourTokens(token).some(
    (claims) =>
      !isSameWorkload(claims, token, after.version) &&
      isRefused(before, claims) &&
      !isRefused(after, claims),
  );
  return admits ? unproven('a token of another workload would get in too') : { status: 'proven' };
};
