import { describe, expect, it } from 'vitest';
import { parseThumbprintRepair } from '../../lambdas/repair-thumbprints/parse-thumbprint-repair.ts';
import { parseResponseRequest } from '../../lambdas/respond/parse-response-request.ts';
import { parseRotationRequest } from '../../lambdas/rotate-key/parse-rotation-request.ts';

const at = '2026-11-23T12:00:00.000Z';
const key = {
  accountId: '111122223333',
  userName: 'deployer',
  accessKeyId: 'AKIAEXAMPLE000000001',
  createdAt: '2026-01-01T00:00:00.000Z',
};
const list = ['a'.repeat(40)];
const because = { kind: 'due', dueAt: at };

describe.each([
  ['respond', parseResponseRequest, { id: 'r', key, act: 'disable', because, at }],
  ['rotation', parseRotationRequest, { id: 'r', key, at }],
  [
    'repair',
    parseThumbprintRepair,
    {
      id: 'r',
      accountId: key.accountId,
      providerArn: 'arn:aws:iam::111122223333:oidc-provider/idp.example.com',
      issuer: 'https://idp.example.com',
      step: 'add',
      from: [],
      to: list,
      at,
    },
  ],
] as const)('what comes from the %s queue', (queue, parse, request) => {
  it('is taken as it is when it is a request', () => {
    expect(parse(request)).toEqual(request);
  });

  it.each(Object.keys(request))('is refused for good without its %s, which is named', (field) => {
    const { [field]: _, ...rest } = request as Readonly<Record<string, unknown>>;
    expect(() => parse(rest)).toThrow(
      expect.objectContaining({
        code: 'bad-request',
        retry: 'no',
        message: expect.stringMatching(new RegExp(`The ${queue} queue .*: ${field}`)),
      }),
    );
  });
});

it.each([
  ['account', { accountId: '1111' }],
  ['key id', { accessKeyId: 'short' }],
  ['user', { userName: '' }],
  ['create date', { createdAt: 'yesterday' }],
])('a key with a wrong %s is no key to act on', (_, wrong) => {
  const request = { id: 'r', key: { ...key, ...wrong }, act: 'delete', because, at };
  expect(() => parseResponseRequest(request)).toThrow(/key\./);
  expect(() => parseRotationRequest(request)).toThrow(/key\./);
});
