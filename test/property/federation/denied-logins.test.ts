import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyPatch } from '../../../src/core/federation/apply-patch.ts';
import { evaluate } from '../../../src/core/federation/evaluate.ts';
import { parseTrustPolicy } from '../../../src/core/federation/parse-trust-policy.ts';
import type { Claims } from '../../../src/core/federation/request-context.ts';
import type { TrustPolicy } from '../../../src/core/federation/trust-policy.ts';
import { deniedLogin, diagnosed } from '../../unit/federation/denied-login.ts';
import { anyPolicy } from './arbitrary-policies.ts';
import { strangersToken } from './outsiders.ts';
import { siblingsToken } from './siblings.ts';

/** `LASTKEY_DRAWS` multiplies the runs. */
const draws = Number(process.env['LASTKEY_DRAWS'] ?? 1);

const parsed = (policy: unknown): TrustPolicy => {
  const result = parseTrustPolicy(policy);
  if (result.status === 'unreadable') throw new Error(result.why);
  return result.policy;
};

/** What CloudTrail logs of a token: its issuer, audience and subject. */
const loginOf = (claims: Claims) =>
  deniedLogin({
    identityProvider: `arn:aws:iam::111122223333:oidc-provider/${String(claims['iss']).slice(8)}`,
    audience: String(claims['aud']),
    subject: String(claims['sub']),
  });

describe('the change proposed for a denied login', () => {
  it('lets the login in, and no other stranger or sibling that was refused before', () => {
    let proposed = 0;
    const others = fc.array(fc.oneof(strangersToken, siblingsToken), {
      minLength: 15,
      maxLength: 15,
    });
    fc.assert(
      fc.property(anyPolicy, siblingsToken, others, (policy, claims, tokens) => {
        const before = parsed(policy);
        const { patch } = diagnosed(loginOf(claims), { trustPolicy: JSON.stringify(policy) });
        if (patch.length === 0) return;
        proposed += 1;
        const after = applyPatch(before, patch);
        if (after === undefined) throw new Error('The patch makes no policy.');
        for (const other of tokens.filter(({ sub }) => sub !== claims['sub'])) {
          const was = evaluate(before, other).decision;
          const is = evaluate(after, other).decision;
          expect({ other, was, opened: was.endsWith('Denied') && is === 'Allowed' }).toMatchObject({
            opened: false,
          });
        }
      }),
      { numRuns: 500 * draws },
    );
    expect(proposed).toBeGreaterThan(20);
  });

  it('is never made for a stranger', () => {
    fc.assert(
      fc.property(anyPolicy, strangersToken, (policy, claims) => {
        const before = parsed(policy);
        if (!evaluate(before, claims).decision.endsWith('Denied')) return;
        const { patch } = diagnosed(loginOf(claims), { trustPolicy: JSON.stringify(policy) });
        expect(patch).toEqual([]);
      }),
      { numRuns: 500 * draws },
    );
  });

  it('is the same for the same login, and nothing is ever thrown, whatever the policy', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          anyPolicy.map((policy) => JSON.stringify(policy)),
          fc.string(),
        ),
        fc.oneof(strangersToken, siblingsToken),
        (trustPolicy, claims) => {
          const once = diagnosed(loginOf(claims), { trustPolicy });
          expect(diagnosed(loginOf(claims), { trustPolicy })).toEqual(once);
        },
      ),
      { numRuns: 300 * draws },
    );
  });
});
