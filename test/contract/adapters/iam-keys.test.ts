import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { getLastUse, listAccessKeys } from '../../../src/adapters/aws/iam-keys.ts';
import type { AccessKeyId, AccountId } from '../../../src/core/model/ids.ts';
import type { Instant } from '../../../src/core/model/instant.ts';

const now = '2026-11-23T12:00:00.000Z' as Instant;
const account = '111122223333' as AccountId;
const keyId = 'AKIAEXAMPLE000000001' as AccessKeyId;

/** What IAM answers next, by action. */
const answers = new Map<string, string>();
let server: Server;
let iam: IAMClient;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const action = new URLSearchParams(body).get('Action') ?? '';
      response.setHeader('content-type', 'text/xml');
      response.end(
        `<${action}Response><${action}Result>${answers.get(action)}</${action}Result></${action}Response>`,
      );
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  iam = new IAMClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'none' },
    maxAttempts: 1,
  });
});
afterAll(() => {
  iam.destroy();
  server.closeAllConnections();
  server.close();
});

const member = (inner: string) =>
  `<AccessKeyMetadata><member>${inner}</member></AccessKeyMetadata><IsTruncated>false</IsTruncated>`;
const id = `<AccessKeyId>${keyId}</AccessKeyId>`;
const created = '<CreateDate>2026-11-01T00:00:00Z</CreateDate>';
const active = '<Status>Active</Status>';

it('reads a key whole', async () => {
  answers.set('ListAccessKeys', member(id + created + active));
  const read = await listAccessKeys(iam, account, 'deployer', now);
  expect(read).toMatchObject({ known: true, value: [{ accessKeyId: keyId, status: 'Active' }] });
});

it.each([
  ['create date', id + active],
  ['status', id + created],
  ['id', created + active],
])('a key without its %s makes the list unknown: it is not left out', async (_, inner) => {
  answers.set('ListAccessKeys', member(inner));
  expect(await listAccessKeys(iam, account, 'deployer', now)).toMatchObject({ known: false });
});

it('a key without a date was never used', async () => {
  answers.set(
    'GetAccessKeyLastUsed',
    '<AccessKeyLastUsed><ServiceName>N/A</ServiceName><Region>N/A</Region></AccessKeyLastUsed>',
  );
  expect(await getLastUse(iam, keyId, now)).toMatchObject({ known: true, value: null });
});

it('an answer that says nothing is not "never used"', async () => {
  answers.set('GetAccessKeyLastUsed', '<UserName>deployer</UserName>');
  expect(await getLastUse(iam, keyId, now)).toMatchObject({ known: false });
});
