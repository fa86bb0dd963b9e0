import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { keyMaker } from '../../../src/adapters/aws/key-maker.ts';
import { sealed } from '../../../src/adapters/aws/sealed-secret.ts';
import { secretStore } from '../../../src/adapters/aws/secret-store.ts';
import { instantOf } from '../../../src/core/model/instant.ts';
import { sampleCase } from '../../unit/messages/sample-case.ts';

/** A server that answers every call with an error that repeats the secret. */
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const { key } = sampleCase();
const credentials = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'of-the-role',
  expiration: new Date(8.64e15),
};
let server: Server;
let answer: { readonly status: number; readonly body: string };

beforeAll(async () => {
  server = createServer((_, response) => {
    response.statusCode = answer.status;
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv('AWS_ENDPOINT_URL', address);
  vi.stubEnv('AWS_REGION', 'us-east-1');
});

afterAll(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

const shownOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    (result) => inspect(result, { depth: 20, showHidden: true }),
    (error: unknown) => inspect(error, { depth: 20, showHidden: true }),
  );

describe('an error around a secret', () => {
  it.each([
    JSON.stringify({ __type: 'ValidationException', message: `SecretString ${secret} is bad` }),
    JSON.stringify({ __type: secret, message: 'm' }),
    `not JSON: ${secret}`,
  ])('from storing it shows nothing of what was sent: %#', async (body) => {
    answer = { status: 400, body };
    const store = secretStore(credentials, 'us-east-1');
    const shown = await shownOf(store.putPending('arn:x', key, sealed(secret)));
    expect(shown).toContain('PutSecretValue arn:x failed');
    expect(shown).not.toContain(secret);
  });

  it.each([
    { status: 200, body: `<Broken><SecretAccessKey>${secret}</SecretAccessKey>` },
    {
      status: 400,
      body: `<ErrorResponse><Error><Code>X</Code><Message>${secret}</Message></Error></ErrorResponse>`,
    },
  ])('from making it shows nothing of what was answered: $status', async (broken) => {
    answer = broken;
    const maker = keyMaker(key.accountId, credentials, {
      now: () => instantOf(0),
      pause: () => Promise.resolve(),
    });
    const shown = await shownOf(maker.createKey('deployer'));
    expect(shown).toContain('CreateAccessKey for deployer');
    expect(shown).not.toContain(secret);
  });

  it('shows nothing of a secret that is sealed', () => {
    const box = sealed(secret);
    expect(
      `${JSON.stringify({ box })} ${inspect(box, { depth: 5, showHidden: true })}`,
    ).not.toContain(secret);
  });
});
