import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyPatch } from '../../../src/core/federation/apply-patch.ts';
import { scopes } from '../../../src/core/federation/candidate-tokens.ts';
import { evaluate } from '../../../src/core/federation/evaluate.ts';
import { judge } from '../../../src/core/federation/judge.ts';
import { judgeRole } from '../../../src/core/federation/judge-role.ts';
import { parseTrustPolicy } from '../../../src/core/federation/parse-trust-policy.ts';
import type { TrustPolicy } from '../../../src/core/federation/trust-policy.ts';
import { identityProviders } from '../../../src/core/idps/catalogue.ts';
import { anyCondition, anyDeny, anyPolicy, type PolicyJson } from './arbitrary-policies.ts';
import { strangersToken } from './outsiders.ts';

/** `LASTKEY_DRAWS` multiplies the runs: by hand, 100,000 draws of the stranger. */
const draws = Number(process.env['LASTKEY_DRAWS'] ?? 1);

const parsed = (policy: unknown): TrustPolicy => {
  const result = parseTrustPolicy(policy);
  if (result.status === 'unreadable') throw new Error(result.why);
  return result.policy;
};
const judged = (policy: unknown) => judge(parsed(policy), identityProviders);
const width = (policy: unknown) => scopes.indexOf(judged(policy).scope);

const withCondition = (policy: PolicyJson, index: number, added: AddedCondition): PolicyJson => ({
  ...policy,
  Statement: policy.Statement.map((statement, position) => {
    // An added key must not replace one that is there: that would be another policy.
    const taken = statement.Condition[added.operator]?.[added.key] !== undefined;
    if (position !== index || statement.Effect !== 'Allow' || taken) return statement;
    const keys = { ...statement.Condition[added.operator], [added.key]: added.values };
    return { ...statement, Condition: { ...statement.Condition, [added.operator]: keys } };
  }),
});
interface AddedCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: string[];
}

describe('evaluation', () => {
  it('never throws, whatever JSON is the policy, the token and the context', () => {
    const json = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(json, fc.dictionary(fc.string(), json), (policy, claims) => {
        const result = parseTrustPolicy(policy);
        if (result.status === 'parsed') evaluate(result.policy, claims);
      }),
      { numRuns: 1000 * draws },
    );
  });

  it('never throws on policies that are almost right', () => {
    const almost = fc.record(
      {
        Effect: fc.constantFrom('Allow', 'Deny', 'allow', 1, null),
        Principal: fc.oneof(
          fc.constant('*'),
          fc.record({ Federated: fc.jsonValue({ maxDepth: 1 }) }),
          fc.jsonValue({ maxDepth: 1 }),
        ),
        Action: fc.jsonValue({ maxDepth: 1 }),
        Condition: fc.dictionary(
          fc.constantFrom('StringLike', 'Null', 'Bool', 'IpAddress', 'DateLessThan', 'Nonsense'),
          fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 })),
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(almost, strangersToken, (statement, claims) => {
        const result = parseTrustPolicy({ Version: '2012-10-17', Statement: statement });
        if (result.status !== 'parsed') return;
        evaluate(result.policy, claims);
        judgeRole(result.policy, identityProviders);
      }),
      { numRuns: 500 },
    );
  });

  it('a Deny never lets anybody in', () => {
    fc.assert(
      fc.property(anyPolicy, anyDeny, strangersToken, (policy, deny, claims) => {
        const more = { ...policy, Statement: [...policy.Statement, deny] };
        const before = evaluate(parsed(policy), claims).decision;
        const after = evaluate(parsed(more), claims).decision;
        expect(after === 'Allowed' && before !== 'Allowed').toBe(false);
      }),
      { numRuns: 1000 * draws },
    );
  });

  it('a further condition never lets anybody in', () => {
    fc.assert(
      fc.property(
        anyPolicy,
        fc.nat(2),
        anyCondition,
        strangersToken,
        (policy, at, added, claims) => {
          const before = evaluate(parsed(policy), claims).decision;
          const after = evaluate(parsed(withCondition(policy, at, added)), claims).decision;
          expect(after === 'Allowed' && before !== 'Allowed').toBe(false);
        },
      ),
      { numRuns: 1000 * draws },
    );
  });
});

describe('verdicts', () => {
  it('a safe policy refuses every stranger that the catalogue can make', () => {
    let safe = 0;
    fc.assert(
      fc.property(
        anyPolicy,
        fc.array(strangersToken, { minLength: 10, maxLength: 10 }),
        (policy, tokens) => {
          const trustPolicy = parsed(policy);
          const { verdict } = judge(trustPolicy, identityProviders);
          if (verdict === 'unsafe') return;
          if (verdict === 'safe') safe += 1;
          for (const claims of tokens) {
            const { decision } = evaluate(trustPolicy, claims);
            expect({ verdict, decision, claims }).not.toMatchObject({ decision: 'Allowed' });
          }
        },
      ),
      { numRuns: 600 * draws },
    );
    expect(safe).toBeGreaterThan(0);
  });

  it('a witness evaluates as the verdict claims', () => {
    fc.assert(
      fc.property(anyPolicy, (policy) => {
        const { verdict, witness } = judged(policy);
        if (verdict === 'safe') expect(witness).toBeNull();
        if (verdict === 'unsafe') expect(witness?.evaluation.decision).toBe('Allowed');
        if (verdict === 'broken') expect(witness?.evaluation.decision).toMatch(/Denied$/);
        if (witness === null) return;
        const again = evaluate(parsed(policy), witness.claims, { keys: witness.context });
        expect(again.decision).toBe(witness.evaluation.decision);
      }),
      { numRuns: 600 * draws },
    );
  });

  it('a further Deny or condition never widens', () => {
    fc.assert(
      fc.property(anyPolicy, fc.nat(2), anyCondition, anyDeny, (policy, at, added, deny) => {
        const before = width(policy);
        expect(width(withCondition(policy, at, added))).toBeLessThanOrEqual(before);
        const denied = { ...policy, Statement: [...policy.Statement, deny] };
        expect(width(denied)).toBeLessThanOrEqual(before);
      }),
      { numRuns: 400 * draws },
    );
  });

  it('the order of statements, lists of one and the case of keys change nothing', () => {
    fc.assert(
      fc.property(anyPolicy, (policy) => {
        const { verdict, scope } = judged(policy);
        const reversed = { ...policy, Statement: [...policy.Statement].reverse() };
        const unlisted = JSON.parse(
          JSON.stringify(policy).replaceAll(/\["([^"\]]*)"\]/g, '"$1"'),
        ) as unknown;
        const shouting = {
          ...policy,
          Statement: policy.Statement.map((statement) => ({
            ...statement,
            Condition: Object.fromEntries(
              Object.entries(statement.Condition).map(([operator, keys]) => [
                operator,
                Object.fromEntries(
                  Object.entries(keys).map(([key, value]) => [key.toUpperCase(), value]),
                ),
              ]),
            ),
          })),
        };
        for (const variant of [reversed, unlisted, shouting]) {
          expect(judged(variant)).toMatchObject({ verdict, scope });
        }
      }),
      { numRuns: 300 * draws },
    );
  });

  it('no suggested change opens the door wider', () => {
    fc.assert(
      fc.property(anyPolicy, (policy) => {
        const trustPolicy = parsed(policy);
        const { scope, findings } = judgeRole(trustPolicy, identityProviders);
        for (const { fix } of findings) {
          if (fix.patch.length === 0 || scope === 'world' || scope === 'none') continue;
          const changed = applyPatch(trustPolicy, fix.patch);
          const after = changed && judge(changed, identityProviders).scope;
          expect(scopes.indexOf(after ?? 'world')).toBeLessThanOrEqual(scopes.indexOf(scope));
        }
      }),
      { numRuns: 200 * draws },
    );
  });
});
