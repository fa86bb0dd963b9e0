import { describe, expect, it } from 'vitest';
import { parseTrustPolicy } from '../../../src/core/federation/parse-trust-policy.ts';
import type { TrustPolicy } from '../../../src/core/federation/trust-policy.ts';

const policy = (input: unknown): TrustPolicy => {
  const parsed = parseTrustPolicy(input);
  if (parsed.status === 'unreadable') throw new Error(parsed.why);
  return parsed.policy;
};

const statement =
  '{"Effect":"Allow","Principal":{"Federated":"accounts.google.com"},"Action":"sts:AssumeRoleWithWebIdentity"';

describe('trust policies as text', () => {
  it('reads percent-encoded text as GetRole returns it', () => {
    const text = `{"Version":"2012-10-17","Statement":[${statement}}]}`;
    expect(policy(encodeURIComponent(text))).toEqual(policy(text));
  });

  it('keeps the last of two equal keys, and says where they were', () => {
    const { statements, duplicateKeys } = policy(
      `{"Statement":[${statement},"Condition":{"StringEquals":{"a:sub":"x"},"String\\u0045quals":{"a:aud":"y"}}}]}`,
    );
    expect(statements[0]?.conditions.map(({ key }) => key)).toEqual(['a:aud']);
    expect(duplicateKeys).toEqual([{ path: 'Statement[0].Condition', key: 'StringEquals' }]);
  });

  it('tells a key from an equal string value', () => {
    const text = `{"Statement":[${statement},"Sid":"Effect","Condition":{"StringEquals":{"a:sub":["Effect","Effect"]}}}]}`;
    expect(policy(text).duplicateKeys).toEqual([]);
  });

  it('says the duplicate of the second statement by its own place', () => {
    const text = `{"Statement":[${statement}},${statement},"Effect":"Deny"}]}`;
    expect(policy(text).duplicateKeys).toEqual([{ path: 'Statement[1]', key: 'Effect' }]);
    expect(policy(text).statements[1]?.effect).toBe('Deny');
  });

  it('does not run out of stack on hostile nesting', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(parseTrustPolicy(`{"Statement":${deep}}`).status).toBe('parsed');
  });

  it.each(['', 'no json', '[]', '"x"', 'null', '{}', '%7Bnot', '%7B%ZZ'])(
    'answers why %j is no trust policy',
    (text) => {
      expect(parseTrustPolicy(text)).toMatchObject({ status: 'unreadable' });
    },
  );
});

describe('statements that IAM would refuse', () => {
  it.each([
    [{ Effect: 'allow' }, 'Effect must be "Allow" or "Deny"; got "allow".'],
    [{ Resource: '*' }, '"Resource" has no place in a trust policy.'],
    [{ NotAction: 'sts:*' }, 'Action and NotAction stand side by side.'],
    [{ Principal: { Federal: 'x' } }, 'Principal has the unknown kind "Federal".'],
    [{ Condition: { Like: {} } }, '"Like" is not a condition operator that IAM documents.'],
    [
      { Condition: { NullIfExists: { a: 'true' } } },
      '"NullIfExists" is not a condition operator that IAM documents.',
    ],
    [
      { Condition: { StringLike: { a: { b: 'c' } } } },
      'Condition.StringLike["a"] must hold strings.',
    ],
  ])('%j is a fault, and the rest is read', (change, fault) => {
    const base = {
      Effect: 'Allow',
      Principal: { Federated: 'accounts.google.com' },
      Action: 'sts:AssumeRoleWithWebIdentity',
    };
    const { statements } = policy({ Statement: [{ ...base, ...change }, base] });
    expect(statements[0]?.faults).toContain(fault);
    expect(statements[1]?.faults).toEqual([]);
  });

  it('takes numbers and booleans as their text, as IAM does', () => {
    const { statements } = policy({
      Statement: { Effect: 'Allow', Condition: { Bool: { a: true }, NumericEquals: { b: 7 } } },
    });
    expect(statements[0]?.conditions.map(({ values }) => values)).toEqual([['true'], ['7']]);
  });
});
