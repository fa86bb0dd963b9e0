import { describe, expect, it } from 'vitest';
import { parseTrustPolicy } from '../../../src/core/federation/parse-trust-policy.ts';
import { keyContent, tokenConstraints } from '../../../src/core/federation/token-constraints.ts';
import type { Field } from '../../../src/core/idps/identity-provider.ts';

const name: Field = { character: /[a-z0-9]/, max: 8, stranger: 'mallory', own: 'me' };

const text: Field = { character: /[a-z:]/, max: 200, stranger: 'mallory', own: 'me' };

const source = {
  provider: 'idp.example.net',
  form: {
    id: 'user',
    // The key `aud` holds `azp` where a token has one, and `oaud` holds `aud`.
    claims: { sub: '<user>', azp: '<team>', email: '<user>:<team>', aud: '<a>:<b>:<c>:<d>' },
  },
  fields: { user: name, team: name, a: text, b: text, c: text, d: text },
  version: '2012-10-17',
};

const constraints = (condition: object) => {
  const parsed = parseTrustPolicy({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/idp.example.net' },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: condition,
    },
  });
  if (parsed.status === 'unreadable') throw new Error(parsed.why);
  const [statement] = parsed.policy.statements;
  if (statement === undefined) throw new Error('No statement.');
  return tokenConstraints(source, statement, []);
};

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);

describe('the ways through the conditions of a statement', () => {
  it('are none where two conditions ask a field for different values', () => {
    const { ways, complete } = constraints({
      StringEquals: { 'idp.example.net:sub': 'alice' },
      StringLike: { 'idp.example.net:email': 'bob:*' },
    });
    expect({ ways, complete }).toEqual({ ways: [], complete: true });
  });

  it('are none where a field cannot hold what is asked', () => {
    expect(constraints({ StringEquals: { 'idp.example.net:sub': 'Alice' } }).ways).toEqual([]);
    expect(constraints({ StringEquals: { 'idp.example.net:sub': 'alexandria' } }).ways).toEqual([]);
  });

  it('are every value of one condition with every value of another', () => {
    const { ways, complete } = constraints({
      StringEquals: { 'idp.example.net:sub': numbers(3), 'idp.example.net:aud': numbers(4) },
    });
    expect(ways).toHaveLength(12);
    expect(complete).toBe(true);
  });

  it('are not all found where a pattern can be read in too many', () => {
    const { ways, complete } = constraints({
      StringLike: { 'idp.example.net:oaud': '*a'.repeat(31) },
    });
    expect(ways.length).toBeLessThan(20_000);
    expect(complete).toBe(false);
  });

  it('are counted up to a limit, and the answer says that there were more', () => {
    const { ways, complete } = constraints({
      StringEquals: { 'idp.example.net:sub': numbers(150), 'idp.example.net:aud': numbers(150) },
    });
    expect(ways).toHaveLength(20_000);
    expect(complete).toBe(false);
  });
});

describe('what a key holds', () => {
  it.each([
    ['idp.example.net:email', { kind: 'template', template: '<user>:<team>' }],
    ['IDP.example.net:AUD', { kind: 'template', template: '<team>' }],
    ['idp.example.net:amr', { kind: 'absent' }],
    ['idp.example.net:department', { kind: 'absent' }],
    ['other.example.net:sub', { kind: 'absent' }],
    ['aws:RequestTag/team', { kind: 'absent' }],
    ['aws:SourceIp', { kind: 'open' }],
    ['sts:SourceIdentity', { kind: 'open' }],
    ['sts:RoleSessionName', { kind: 'template', template: '<sessionName>' }],
  ])('%s', (key, content) => {
    expect(keyContent(source, key)).toEqual(content);
  });
});
