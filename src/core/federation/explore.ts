import type { TokenForm } from '../idps/identity-provider.ts';
import {
  type CandidateToken,
  candidateTokens,
  fieldsWithSession,
  type Scope,
  wider,
} from './candidate-tokens.ts';
import { assumeAction, evaluate } from './evaluate.ts';
import { evaluateCondition } from './evaluate-condition.ts';
import { matchAction } from './match-action.ts';
import { isForeign, type OwnSubjects } from './own-subjects.ts';
import type { Claims, EvaluationContext } from './request-context.ts';
import { mentions, surroundingsOf } from './surroundings.ts';
import { tokenConstraints } from './token-constraints.ts';
import type { TrustPolicy } from './trust-policy.ts';
import type { TrustedProvider } from './trusted-providers.ts';

/** A token that the policy lets in, and how wide the circle is that can get one. */
export interface AcceptedToken {
  readonly trusted: TrustedProvider;
  readonly claims: Claims;
  readonly context: EvaluationContext;
  readonly scope: Scope;
  readonly candidate: CandidateToken;
}

export interface Exploration {
  /** The first token found of each scope, for each statement and provider. */
  readonly accepted: readonly AcceptedToken[];
  readonly scope: Scope;
  /** A token of a tenant that is named in full, and is not the organization's own. */
  readonly foreign: AcceptedToken | undefined;
  /** A token meant for somebody else is let in, because nothing binds the audience. */
  readonly replay: AcceptedToken | undefined;
  /** What could not be decided, in words: undocumented behaviour, or too many alternatives. */
  readonly undecided: readonly string[];
}

/** Whether a statement asks, in so many words, for a value of a multi-valued key. */
const asksFor = (
  { statement, provider }: TrustedProvider,
  version: string,
  asked: { readonly key: string; readonly value: string },
): boolean => {
  const key = `${provider}:${asked.key}`.toLowerCase();
  const value = { status: 'present', values: [asked.value], multivalued: true } as const;
  return statement.conditions.some(
    (condition) =>
      condition.key.toLowerCase() === key &&
      !condition.operator.negated &&
      evaluateCondition(condition, version, new Map([[key, value]])) === true,
  );
};

/** By statement, provider and scope. */
const placeOf = ({ statement, provider }: TrustedProvider, scope: Scope): string =>
  `${statement.index} ${scope} ${provider}`;

interface Found {
  readonly accepted: Map<string, AcceptedToken>;
  readonly undecided: Set<string>;
  foreign: AcceptedToken | undefined;
  replay: AcceptedToken | undefined;
}

const tryToken = (
  policy: TrustPolicy,
  trusted: TrustedProvider,
  candidate: CandidateToken,
  insider: Readonly<Record<string, string>>,
  own: OwnSubjects,
  found: Found,
): boolean => {
  const inside = { ...candidate.context, keys: { ...candidate.context.keys, ...insider } };
  const attempts: readonly (readonly [EvaluationContext, Scope])[] =
    candidate.scope === 'world'
      ? // From inside the network that the policy names, a stranger's token is a colleague's prank.
        [
          [candidate.context, 'world'],
          [inside, 'tenant'],
        ]
      : [[candidate.context, candidate.scope]];
  for (const [context, scope] of attempts) {
    const { decision } = evaluate(policy, candidate.claims, context);
    if (decision === 'Unknown') {
      found.undecided.add(
        `AWS does not document what a condition on tokens of ${trusted.entry.name} means`,
      );
    }
    if (decision !== 'Allowed') continue;
    const token = { trusted, claims: candidate.claims, context, scope, candidate };
    if (isForeign(candidate, trusted, own)) found.foreign ??= token;
    const { madeFor } = candidate.form;
    const isReplay = madeFor !== undefined && !candidate.pinned.has(madeFor);
    // Presented by somebody else, a token of the workload's own; wider scopes count as themselves.
    if (isReplay && scope !== 'world') found.replay ??= token;
    else if (!found.accepted.has(placeOf(trusted, scope))) {
      found.accepted.set(placeOf(trusted, scope), token);
    }
    return true;
  }
  return false;
};

/** The form with and without each optional claim that the policy mentions. */
const variantsOf = (form: TokenForm, policy: TrustPolicy, provider: string): readonly TokenForm[] =>
  (form.optional ?? [])
    .filter((claim) => mentions(policy, `${provider}:${claim}`))
    .reduce<readonly TokenForm[]>(
      (forms, claim) =>
        forms.flatMap((each) => {
          const { [claim]: _, ...claims } = each.claims;
          return [each, { ...each, claims }];
        }),
      [form],
    );

/**
 * Looks for tokens that a policy lets in: for every provider it trusts, every kind of token, every
 * way through the conditions. What is found was evaluated, so a result is never a guess; what is not
 * found was constructed from the provider's grammar and refused.
 */
export const explore = (
  policy: TrustPolicy,
  trustedBy: readonly TrustedProvider[],
  own: OwnSubjects,
): Exploration => {
  const found: Found = {
    accepted: new Map(),
    undecided: new Set(),
    foreign: undefined,
    replay: undefined,
  };
  const around = surroundingsOf(policy);
  const denies = policy.statements.filter(({ effect }) => effect === 'Deny');
  for (const trusted of trustedBy) {
    const { statement, provider, entry, hints } = trusted;
    if (!matchAction(statement.action, assumeAction)) continue;
    const forms = entry.forms(provider, hints);
    for (const form of forms.flatMap((each) => variantsOf(each, policy, provider))) {
      const asked = form.onlyWhenAsked;
      if (asked !== undefined && !asksFor(trusted, policy.version, asked)) continue;
      const source = {
        provider,
        form,
        fields: fieldsWithSession(entry),
        version: policy.version,
      };
      const { ways, complete } = tokenConstraints(source, statement, denies);
      if (!complete) found.undecided.add('the conditions allow more alternatives than were tried');
      for (const way of ways) {
        // Nothing is wider than the world; only a foreign tenant could still be news.
        if (found.accepted.has(placeOf(trusted, 'world')) && own.tenants === undefined) break;
        for (const token of candidateTokens(policy, entry, provider, form, way, around)) {
          if (tryToken(policy, trusted, token, around.insider, own, found)) break;
        }
      }
    }
  }
  const accepted = [...found.accepted.values()];
  return {
    accepted,
    scope: accepted.reduce<Scope>((widest, { scope }) => wider(widest, scope), 'none'),
    foreign: found.foreign,
    replay: found.replay,
    undecided: [...found.undecided],
  };
};
