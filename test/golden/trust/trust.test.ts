import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/core/federation/evaluate.ts';
import { checks } from '../../../src/core/federation/find-faults.ts';
import { judgeRole } from '../../../src/core/federation/judge-role.ts';
import { parseTrustPolicy } from '../../../src/core/federation/parse-trust-policy.ts';
import type { TrustPolicy } from '../../../src/core/federation/trust-policy.ts';
import { identityProviders } from '../../../src/core/idps/catalogue.ts';

interface Case {
  readonly name: string;
  readonly policy: unknown;
  readonly expected: {
    readonly verdict: string;
    readonly scope: string;
    /** Found at least; a policy may have more to say about it. */
    readonly findings: readonly string[];
  };
  readonly tokens?: readonly {
    readonly claims: Readonly<Record<string, unknown>>;
    readonly context?: Readonly<Record<string, string>>;
    readonly decision: string;
  }[];
}

const here = new URL('./', import.meta.url);
const topics = readdirSync(here).filter((name) => !name.endsWith('.ts'));
const cases = topics.flatMap((topic) =>
  readdirSync(new URL(`${topic}/`, here)).map((file) => ({
    topic,
    ...(JSON.parse(readFileSync(new URL(`${topic}/${file}`, here), 'utf8')) as Case),
  })),
);

const parsed = (policy: unknown): TrustPolicy => {
  const result = parseTrustPolicy(policy);
  if (result.status === 'unreadable') throw new Error(result.why);
  return result.policy;
};

describe.each(topics)('trust policies: %s', (topic) => {
  it.each(cases.filter((each) => each.topic === topic))('$name', ({ policy, expected, tokens }) => {
    const trustPolicy = parsed(policy);
    const { verdict, scope, findings, witness } = judgeRole(trustPolicy, identityProviders);
    expect({ verdict, scope }).toEqual({ verdict: expected.verdict, scope: expected.scope });
    expect(findings.map(({ id }) => id)).toEqual(expect.arrayContaining([...expected.findings]));
    if (verdict === 'unsafe') expect(witness?.evaluation.decision).toBe('Allowed');
    if (verdict === 'broken') expect(witness?.evaluation.decision).toMatch(/Denied$/);
    for (const { claims, context, decision } of tokens ?? []) {
      expect(evaluate(trustPolicy, claims, { keys: context ?? {} }).decision).toBe(decision);
    }
  });
});

describe('checks', () => {
  /** Need more than a policy to fire: its raw text, or the providers of the account. */
  const elsewhere = ['trust.oidc.duplicate-key', 'trust.oidc.provider-gone'];

  const fired = cases.map(
    ({ policy }) =>
      new Set(judgeRole(parsed(policy), identityProviders).findings.map(({ id }) => id)),
  );

  it.each(checks.map(({ id }) => id).filter((id) => !elsewhere.includes(id)))(
    '%s fires on one policy and stays silent on another',
    (id) => {
      const firing = fired.map((ids) => ids.has(id));
      expect(firing).toContain(true);
      expect(firing).toContain(false);
    },
  );
});
