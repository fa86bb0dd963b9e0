import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/core/federation/evaluate.ts';
import { checks } from '../../../src/core/federation/find-faults.ts';
import { judgeRole, type RoleJudgement } from '../../../src/core/federation/judge-role.ts';
import { parseTrustPolicy } from '../../../src/core/federation/parse-trust-policy.ts';
import type { TrustPolicy } from '../../../src/core/federation/trust-policy.ts';
import { identityProviders } from '../../../src/core/idps/catalogue.ts';

interface Case {
  readonly name: string;
  /** Text where the wording matters. */
  readonly policy: unknown;
  /** Left out where only the evaluation of tokens is of interest. */
  readonly expected?: {
    readonly verdict: string;
    readonly scope: string;
    /** Found at least; a policy may have more to say about it. */
    readonly findings: readonly string[];
    /** What of the witness tells; `null` where there is none. */
    readonly witness?: { readonly claims: object; readonly context: object } | null;
    readonly providers?: readonly string[];
    readonly wouldBeRefusedOnSave?: boolean;
  };
  readonly tokens?: readonly Token[];
}

interface Token {
  /** What the token shows, where the decision alone does not say. */
  readonly because?: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  readonly unknown?: Readonly<Record<string, string>>;
  readonly roleArn?: string;
  readonly decision: string;
  /** Told at least. */
  readonly reasons?: readonly unknown[];
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

/** Each policy is judged once, by the first test that asks. */
const judgements = new Map<unknown, RoleJudgement>();
const judgementOf = (policy: unknown): RoleJudgement => {
  const judgement = judgements.get(policy) ?? judgeRole(parsed(policy), identityProviders);
  judgements.set(policy, judgement);
  return judgement;
};

const judgesAs = ({ policy, expected }: Case): void => {
  const judged = judgementOf(policy);
  const { verdict, findings, witness } = judged;
  expect({ ...judged, findings: findings.map(({ id }) => id) }).toMatchObject({
    ...expected,
    findings: expect.arrayContaining([...(expected?.findings ?? [])]),
  });
  if (expected?.witness) expect(witness?.context).toEqual(expected.witness.context);
  // Where nobody needs a token, none is shown.
  if (verdict === 'unsafe' && expected?.witness !== null) {
    expect(witness?.evaluation.decision).toBe('Allowed');
  }
  if (verdict === 'broken') expect(witness?.evaluation.decision).toMatch(/Denied$/);
};

const evaluatesAs = (policy: unknown, token: Token): void => {
  const { claims, context: keys = {}, unknown = {}, roleArn } = token;
  const context = { keys, unknown, ...(roleArn === undefined ? {} : { roleArn }) };
  const { decision, reasons } = evaluate(parsed(policy), claims, context);
  expect(decision).toBe(token.decision);
  for (const reason of token.reasons ?? []) expect(reasons).toContainEqual(reason);
};

describe.each(topics)('trust policies: %s', (topic) => {
  for (const each of cases.filter((candidate) => candidate.topic === topic)) {
    if (each.expected !== undefined) it(each.name, () => judgesAs(each));
    for (const [index, token] of (each.tokens ?? []).entries()) {
      const place = token.because ?? `token ${index + 1}`;
      it(`${each.name}: ${place}`, () => evaluatesAs(each.policy, token));
    }
  }
});

describe('checks', () => {
  /** Need more than a policy to fire: its raw text, the account's providers, the configuration. */
  const elsewhere = [
    'trust.oidc.duplicate-key',
    'trust.oidc.provider-gone',
    'trust.oidc.foreign-tenant',
  ];

  const fires = (id: string) =>
    cases.map(({ policy }) => judgementOf(policy).findings.some((finding) => finding.id === id));

  it.each(checks.map(({ id }) => id).filter((id) => !elsewhere.includes(id)))(
    '%s fires on one policy and stays silent on another',
    (id) => {
      const firing = fires(id);
      expect(firing).toContain(true);
      expect(firing).toContain(false);
    },
  );
});
