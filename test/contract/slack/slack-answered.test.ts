import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { buttonValue } from '../../../src/core/messages/button-value.ts';
import { writeSlackJson } from '../../../src/core/messages/slack-json.ts';
import { sampleCase } from '../../unit/messages/sample-case.ts';

/** The exported handler with the real SDK clients, against Secrets Manager and SQS on loopback. */
const signingSecret = 'signing-secret-of-this-test';
const calls: string[] = [];
const queued: unknown[] = [];
const printed: string[] = [];
let aws: Server;
let folder: string;
let handler: (event: APIGatewayProxyEventV2, context: Context) => Promise<unknown>;

beforeAll(async () => {
  aws = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const action = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
      calls.push(action);
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      response.end(JSON.stringify(answerTo(action, JSON.parse(body))));
    });
  });
  await new Promise<void>((resolve) => aws.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(aws.address() as AddressInfo).port}`;
  folder = mkdtempSync(join(tmpdir(), 'lastkey-'));
  writeFileSync(join(folder, 'configuration.json'), '{"exceptions":{"maxDays":90}}');
  for (const [name, value] of Object.entries({
    LAMBDA_TASK_ROOT: folder,
    ANSWER_QUEUE_URL: `${address}/111111111111/answer`,
    SLACK_SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:lastkey/slack',
    SLACK_API_URL: `${address}/api/`,
    AWS_ENDPOINT_URL: address,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'test',
  })) {
    vi.stubEnv(name, value);
  }
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  const imported = await import('../../../lambdas/slack-answered/handler.ts');
  handler = imported.handler as unknown as typeof handler;
});

beforeEach(() => {
  calls.length = 0;
  queued.length = 0;
});

afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
  aws.closeAllConnections();
  aws.close();
});

const answerTo = (action: string, input: { readonly MessageBody?: string }): unknown => {
  if (action === 'GetSecretValue') {
    return { SecretString: JSON.stringify({ botToken: 'xoxb-of-this-test', signingSecret }) };
  }
  const text = input.MessageBody ?? '';
  queued.push(JSON.parse(text));
  return { MessageId: 'm', MD5OfMessageBody: createHash('md5').update(text).digest('hex') };
};

const payload = {
  type: 'block_actions',
  trigger_id: 'trigger-of-this-test',
  user: { id: 'U0ANAEXAMPLE', username: 'ana' },
  container: { channel_id: 'D0ANA', message_ts: '1.0' },
  actions: [{ action_id: 'disable-now', value: writeSlackJson(buttonValue(sampleCase())) }],
};

const send = (secret: string): Promise<unknown> => {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  const event = {
    version: '2.0',
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
    headers: {
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
  } as unknown as APIGatewayProxyEventV2;
  return handler(event, { functionName: 'slack-answered' } as Context);
};

test('a signed click reaches the answer queue, and the secret is read once for several', async () => {
  expect(await send(signingSecret)).toEqual({ statusCode: 200, body: '' });
  expect(await send(signingSecret)).toEqual({ statusCode: 200, body: '' });
  expect(calls).toEqual(['GetSecretValue', 'SendMessage', 'SendMessage']);
  expect(queued).toMatchObject([{ action: 'disable-now' }, { id: 'trigger-of-this-test' }]);
});

test('a forged click is refused with nothing in the answer', async () => {
  expect(await send('guess')).toEqual({ statusCode: 401, body: '' });
  expect(queued).toEqual([]);
});

test('the log says what was done, and holds no body, signature or secret', () => {
  const log = printed.join('');
  expect(log).toContain('queued disable-now');
  expect(log).toContain('the signature does not match');
  expect(log).not.toMatch(/of-this-test|U0ANAEXAMPLE|AKIAIOSFODNN7EXAMPLE|v0=/);
});
