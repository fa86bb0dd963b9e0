import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { oidcProviders } from '../../../src/adapters/aws/oidc-providers.ts';
import { organizationAccounts } from '../../../src/adapters/aws/organization-accounts.ts';
import { providerSightings } from '../../../src/adapters/aws/provider-sightings.ts';
import { verificationMethods } from '../../../src/adapters/aws/verification-methods.ts';
import type { ProviderSighting } from '../../../src/core/federation/thumbprints/provider-sighting.ts';
import type { Instant } from '../../../src/core/model/instant.ts';
import { type LocalAws, startAws } from '../../../src/local/aws/start-aws.ts';

const hub = '999988887777';
const numbers = Array.from({ length: 45 }, (_, index) => String(111_100_000_000 + index));
const providerArn = `arn:aws:iam::${hub}:oidc-provider/issuer.example.com`;
const environmentBefore = { ...process.env };
let aws: LocalAws;
let client: DynamoDBClient;

beforeAll(async () => {
  aws = await startAws({
    accounts: [
      {
        accountId: hub,
        name: 'Hub',
        oidcProviders: [
          {
            url: 'issuer.example.com',
            clientIds: ['sts.amazonaws.com'],
            thumbprints: ['a'.repeat(40)],
          },
        ],
      },
      ...numbers.map((accountId) => ({ accountId, name: `Account ${accountId}` })),
    ],
  });
  Object.assign(process.env, aws.environment(hub));
  client = new DynamoDBClient({});
  await client.send(
    new CreateTableCommand({
      TableName: 'cases',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((name) => ({
        AttributeName: name,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
});

afterEach(() => aws.faults.clear());

afterAll(async () => {
  process.env = environmentBefore;
  client.destroy();
  await aws.close();
});

const at = (hour: number): Instant =>
  `2026-11-23T${String(hour).padStart(2, '0')}:00:00.000Z` as Instant;

describe('the accounts of the organization', () => {
  it('are all pages of them, by their State', async () => {
    const accounts = await organizationAccounts('aws').all();
    expect(accounts.map(({ accountId }) => accountId).sort()).toEqual([...numbers, hub].sort());
    expect(accounts.every(({ isActive }) => isActive)).toBe(true);
    const pages = aws.calls.all().filter(({ action }) => action === 'ListAccounts');
    expect(pages.length).toBe(3);
  });

  it.each(['throttle', 'deny', 'fail'] as const)('are not a part of them: %s', async (effect) => {
    aws.faults.add({ on: { service: 'organizations', action: 'ListAccounts' }, effect });
    await expect(organizationAccounts('aws').all()).rejects.toMatchObject({
      code: 'aws-call-failed',
      retry: effect === 'deny' ? 'no' : 'yes',
    });
  });

  describe('as another answer has them', () => {
    let server: Server;
    const answers: object[] = [];
    beforeAll(async () => {
      server = createServer((_, response) => response.end(JSON.stringify(answers.shift())));
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
      const { port } = server.address() as AddressInfo;
      process.env['AWS_ENDPOINT_URL_ORGANIZATIONS'] = `http://127.0.0.1:${port}`;
    });
    afterAll(async () => {
      delete process.env['AWS_ENDPOINT_URL_ORGANIZATIONS'];
      await new Promise((closed) => {
        server.closeAllConnections();
        server.close(closed);
      });
    });

    it('go on after a page that is empty', async () => {
      answers.push(
        { Accounts: [], NextToken: 'more' },
        {
          Accounts: [
            { Id: hub, Name: 'Hub', State: 'ACTIVE' },
            { Id: numbers[0], Name: 'Old', State: 'SUSPENDED', Status: 'ACTIVE' },
            { Id: numbers[1], Name: 'Older answer', Status: 'ACTIVE' },
          ],
        },
      );
      expect(await organizationAccounts('aws').all()).toMatchObject([
        { accountId: hub, name: 'Hub', isActive: true },
        { accountId: numbers[0], name: 'Old', isActive: false },
        { accountId: numbers[1], name: 'Older answer', isActive: true },
      ]);
    });

    it.each([
      ['no State and no Status', { Accounts: [{ Id: hub, Name: 'Hub' }] }],
      ['no id', { Accounts: [{ State: 'ACTIVE' }] }],
      ['no list', {}],
    ])('are refused with %s', async (_, answer) => {
      answers.push(answer);
      await expect(organizationAccounts('aws').all()).rejects.toMatchObject({
        code: 'accounts-unreadable',
        retry: 'no',
      });
    });
  });
});

describe('the verification method of a provider', () => {
  const methods = () => verificationMethods(client, 'cases');

  it('is the newest, in whatever order it is noted', async () => {
    expect(await methods().newest(providerArn)).toBeNull();
    await methods().note(providerArn, { method: 'Thumbprint', at: at(10) });
    await methods().note(providerArn, { method: 'IAMTrustStore', at: at(9) });
    expect(await methods().newest(providerArn)).toEqual({ method: 'Thumbprint', at: at(10) });
    await methods().note(providerArn, { method: 'IAMTrustStore', at: at(11) });
    expect(await methods().newest(providerArn)).toEqual({ method: 'IAMTrustStore', at: at(11) });
  });

  it('is written once an hour while it stays the same, and at once when it changes', async () => {
    const writes = () => aws.calls.all().filter(({ action }) => action === 'PutItem').length;
    const before = writes();
    const held = methods();
    const arn = `${providerArn}/busy`;
    for (const minute of ['00', '10', '20', '59']) {
      const time = `2026-11-23T10:${minute}:00.000Z` as Instant;
      await held.note(arn, { method: 'IAMTrustStore', at: time });
    }
    expect(writes() - before).toBe(1);
    await held.note(arn, { method: 'Thumbprint', at: `2026-11-23T10:30:00.000Z` as Instant });
    await held.note(arn, { method: 'Thumbprint', at: at(12) });
    expect(writes() - before).toBe(3);
  });
});

describe('what is remembered of a provider', () => {
  const sighting: ProviderSighting = {
    providerArn,
    verdict: 'listed',
    clientIds: ['sts.amazonaws.com'],
    presented: [{ sha1: 'a'.repeat(40), firstSeenAt: at(1), lastSeenAt: at(2) }],
    expectedCas: ['key'],
    open: [],
    version: 0,
  };

  it('comes back as it was written, and only one of two writers wins', async () => {
    const sightings = providerSightings(client, 'cases');
    expect(await sightings.read(providerArn)).toBeNull();
    expect(await sightings.write(sighting)).toBe('written');
    expect(await sightings.write(sighting)).toBe('changed');
    expect(await sightings.read(providerArn)).toEqual({ ...sighting, version: 1 });
    expect(await sightings.write({ ...sighting, version: 1 })).toBe('written');
  });
});

describe("the caller's OIDC providers", () => {
  it('are read one by one', async () => {
    expect(await oidcProviders(new IAMClient({}))).toEqual({
      providers: [
        {
          arn: providerArn,
          url: 'issuer.example.com',
          clientIds: ['sts.amazonaws.com'],
          thumbprints: ['a'.repeat(40)],
        },
      ],
      unread: [],
    });
  });

  it('are named with the reason where one cannot be read', async () => {
    aws.faults.add({ on: { service: 'iam', action: 'GetOpenIDConnectProvider' }, effect: 'deny' });
    expect(await oidcProviders(new IAMClient({}))).toEqual({
      providers: [],
      unread: [{ arn: providerArn, why: 'GetOpenIDConnectProvider: access denied' }],
    });
  });

  it('are not an empty list when they cannot be listed', async () => {
    aws.faults.add({
      on: { service: 'iam', action: 'ListOpenIDConnectProviders' },
      effect: 'deny',
    });
    await expect(oidcProviders(new IAMClient({}))).rejects.toMatchObject({ retry: 'no' });
  });
});
