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

  it('reads text with a byte order mark and space around it, encoded or not', () => {
    const text = `{"Statement":[${statement}}]}`;
    expect(policy(`\uFEFF \n${text}\n`)).toEqual(policy(text));
    expect(policy(`\uFEFF ${encodeURIComponent(text)} \n`)).toEqual(policy(text));
    expect(policy(encodeURIComponent(text).replace('%7B', '%7b'))).toEqual(policy(text));
  });

  it('keeps a byte order mark inside a string', () => {
    const sid = 'a\uFEFFb';
    const text = JSON.stringify({ Statement: { ...JSON.parse(`${statement}}`), Sid: sid } });
    expect(policy(text).statements[0]?.sid).toBe(sid);
  });

  it('decodes only what is encoded from its first character', () => {
    const sid = 'a%20b %7B"Statement"';
    const text = JSON.stringify({ Statement: { ...JSON.parse(`${statement}}`), Sid: sid } });
    expect(policy(text).statements[0]?.sid).toBe(sid);
  });

  it('finds repeated keys at every depth, whatever strings hold', () => {
    const text = String.raw`{"Statement":[{"Sid":"a\"{[,:","Sid":"b","Condition":{"StringEquals":{"a":["x",{"y":1,"y":2}],"a":"z"}}}],"Id":1,"Id":2,"Id":3}`;
    expect(policy(text).duplicateKeys).toEqual([
      { path: 'Statement[0]', key: 'Sid' },
      { path: 'Statement[0].Condition.StringEquals.a[1]', key: 'y' },
      { path: 'Statement[0].Condition.StringEquals', key: 'a' },
      { path: '', key: 'Id' },
      { path: '', key: 'Id' },
    ]);
  });

  it('takes over the repeated keys that were seen in a larger text', () => {
    const seen = [{ path: 'Statement', key: 'Sid' }];
    const parsedObject = parseTrustPolicy({ Statement: [] }, seen);
    expect(parsedObject).toMatchObject({ status: 'parsed', policy: { duplicateKeys: seen } });
    const plain = parseTrustPolicy({ Statement: [] });
    expect(plain).toMatchObject({ status: 'parsed', policy: { duplicateKeys: [] } });
  });

  it('keeps text that only looks encoded, to say where it stops being JSON', () => {
    const parsed = parseTrustPolicy('%7B%ZZ');
    expect(parsed.status === 'unreadable' && parsed.why).not.toContain('undefined');
  });

  it.each([
    ['', 'The trust policy is not JSON: '],
    ['no json', 'The trust policy is not JSON: '],
    ['%7Bnot', 'The trust policy is not JSON: '],
    ['%7B%ZZ', 'The trust policy is not JSON: '],
    ['[]', 'A trust policy must be a JSON object; got a list.'],
    ['"x"', 'A trust policy must be a JSON object; got a string.'],
    ['7', 'A trust policy must be a JSON object; got a number.'],
    ['null', 'A trust policy must be a JSON object; got null.'],
    ['{}', 'The trust policy has no Statement. Expected {"Version", "Statement": [...]}.'],
  ])('answers why %j is no trust policy', (text, why) => {
    const parsed = parseTrustPolicy(text);
    expect(parsed).toMatchObject({ status: 'unreadable' });
    expect(parsed.status === 'unreadable' && parsed.why).toContain(why);
  });

  it('says that nothing is no trust policy', () => {
    const why = 'A trust policy must be a JSON object; got nothing.';
    expect(parseTrustPolicy(undefined)).toEqual({ status: 'unreadable', why });
  });
});

describe('the document', () => {
  it('is of version 2008-10-17 unless it says otherwise', () => {
    expect(policy({ Statement: [] }).version).toBe('2008-10-17');
    expect(policy({ Version: 7, Statement: [] }).version).toBe('2008-10-17');
    expect(policy({ Version: '2012-10-17', Statement: [] }).version).toBe('2012-10-17');
  });

  it('may have one statement or a list of them', () => {
    const one = { Effect: 'Allow', Principal: '*', Action: 'sts:*' };
    expect(policy({ Statement: one })).toMatchObject({ isList: false, statements: [{ index: 0 }] });
    const two = policy({ Statement: [one, one] });
    expect(two).toMatchObject({ isList: true, statements: [{ index: 0 }, { index: 1 }] });
  });
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
      { Condition: { 'ForAllValues:Null': { a: 'true' } } },
      '"ForAllValues:Null" is not a condition operator that IAM documents.',
    ],
    [
      { Condition: { 'ForAllValues:ForAnyValue:StringLike': { a: 'b' } } },
      '"ForAllValues:ForAnyValue:StringLike" is not a condition operator that IAM documents.',
    ],
    [
      { Condition: { 'StringLike:StringLike': { a: 'b' } } },
      '"StringLike:StringLike" is not a condition operator that IAM documents.',
    ],
    [
      { Condition: { constructor: { a: 'b' } } },
      '"constructor" is not a condition operator that IAM documents.',
    ],
    [
      { Condition: { StringLikeIfExistsIfExists: { a: 'b' } } },
      '"StringLikeIfExistsIfExists" is not a condition operator that IAM documents.',
    ],
    [
      { Condition: { 'ForAllValues:StringLike:StringLike': { a: 'b' } } },
      '"ForAllValues:StringLike:StringLike" is not a condition operator that IAM documents.',
    ],
    [{ Condition: 'x' }, 'Condition must be an object; got a string.'],
    [{ Condition: null }, 'Condition must be an object; got null.'],
    [{ Condition: { StringLike: ['x'] } }, 'Condition.StringLike must be an object; got a list.'],
    [{ Effect: 1 }, 'Effect must be "Allow" or "Deny"; got a number.'],
    [{ Effect: undefined }, 'Effect must be "Allow" or "Deny"; got nothing.'],
    [{ NotPrincipal: '*' }, 'Principal and NotPrincipal stand side by side.'],
    [{ Principal: undefined }, 'Principal must be an object or "*"; got nothing.'],
    [{ Principal: ['*'] }, 'Principal must be an object or "*"; got a list.'],
    [{ Principal: { Federated: [] } }, 'Principal.Federated is an empty list.'],
    [{ Principal: { AWS: 7 } }, 'Principal.AWS must hold strings.'],
    [{ Action: [] }, 'Action is an empty list.'],
    [{ Action: ['sts:*', null] }, 'Action must hold strings.'],
    [{ Action: undefined, NotAction: [] }, 'NotAction is an empty list.'],
    [{ Action: undefined }, 'Action must hold strings.'],
    [
      { Condition: { StringLike: { a: ['b', null] } } },
      'Condition.StringLike["a"] must hold strings.',
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
    expect(statements[0]?.faults).toEqual([fault]);
    expect(statements[1]?.faults).toEqual([]);
  });

  it.each([
    ['x', 'a string'],
    [null, 'null'],
    [['x'], 'a list'],
  ])('%j is no statement', (statement, got) => {
    const { statements } = policy({ Statement: [statement] });
    expect(statements[0]).toMatchObject({ effect: 'unreadable', index: 0 });
    expect(statements[0]?.faults).toContain(`A statement must be an object; got ${got}.`);
  });

  it('reads what is left of a statement with faults', () => {
    const { statements } = policy({
      Statement: {
        Sid: 'a',
        Effect: 'Deny',
        Principal: { Service: 'x', CanonicalUser: ['y'], AWS: ['z', 7], Federated: 'f', Odd: 'o' },
        Action: ['sts:*', null],
        Condition: { Odd: { k: 'v' }, Bool: 'true', StringLike: { k: ['v', {}], l: [] } },
      },
    });
    expect(statements[0]).toMatchObject({
      sid: 'a',
      effect: 'Deny',
      principal: { negated: false, everyone: false, federated: ['f'], others: ['x', 'y', 'z'] },
      action: { negated: false, patterns: ['sts:*'] },
      conditions: [
        { key: 'k', values: ['v'], operator: { name: 'StringLike' } },
        { key: 'l', values: [] },
      ],
    });
    expect(statements[0]?.faults).toHaveLength(6);
  });

  it.each([
    ['*', { everyone: true, federated: [], others: [] }],
    [{ AWS: '*' }, { everyone: true, federated: [], others: ['*'] }],
    [{ AWS: ['x', '*'] }, { everyone: true, others: ['x', '*'] }],
    [{ Service: '*' }, { everyone: false, others: ['*'] }],
    [{ Federated: '*' }, { everyone: false, federated: ['*'] }],
    ['x', { everyone: false, federated: [], others: [] }],
  ])('principal %j', (principal, expected) => {
    const { statements } = policy({
      Statement: [{ Principal: principal }, { NotPrincipal: principal }],
    });
    expect(statements[0]?.principal).toMatchObject({ negated: false, ...expected });
    expect(statements[1]?.principal).toMatchObject({ negated: true, ...expected });
  });

  it('has no conditions where Condition is no object', () => {
    expect(policy({ Statement: { Condition: 'x' } }).statements[0]?.conditions).toEqual([]);
  });

  it('leaves a Sid that is not text aside', () => {
    const { statements } = policy({ Statement: { Sid: 7, Effect: 'Allow' } });
    expect(statements[0]).not.toHaveProperty('sid');
  });

  it('takes numbers and booleans as their text, as IAM does', () => {
    const { statements } = policy({
      Statement: { Effect: 'Allow', Condition: { Bool: { a: true }, NumericEquals: { b: 7 } } },
    });
    expect(statements[0]?.conditions.map(({ values }) => values)).toEqual([['true'], ['7']]);
  });
});
