import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseTable } from '../../../src/adapters/aws/case-table.ts';
import { federationUses } from '../../../src/adapters/aws/federation-uses.ts';
import { ledgerTable } from '../../../src/adapters/aws/ledger-table.ts';
import type { FederationUse } from '../../../src/core/federation/fold-logins.ts';
import type { KeyCase } from '../../../src/core/keys/key-case.ts';
import { parseAccessKeyId, type RoleArn } from '../../../src/core/model/ids.ts';
import { addDays, addSeconds, type Instant } from '../../../src/core/model/instant.ts';
import { type LocalAws, startAws } from '../../../src/local/aws/start-aws.ts';
import { newKeyWorld, takeChange, theCase } from '../../flows/key-story.ts';
import { createAccessKey, sampleRoleArn } from '../../flows/sample-records.ts';

const now = '2026-11-03T10:00:00.000Z' as Instant;
let aws: LocalAws;
let client: DynamoDBClient;
let sample: KeyCase;

const key = (name: string, type: 'HASH' | 'RANGE') => ({ AttributeName: name, KeyType: type });
const text = (name: string) => ({ AttributeName: name, AttributeType: 'S' as const });
const index = (name: string, hash: string, range: string) => ({
  IndexName: name,
  KeySchema: [key(hash, 'HASH'), key(range, 'RANGE')],
  Projection: { ProjectionType: 'ALL' as const },
});

beforeAll(async () => {
  aws = await startAws({ accounts: [{ accountId: '999988887777', name: 'Hub' }] });
  client = new DynamoDBClient({
    endpoint: aws.url,
    region: 'us-east-1',
    credentials: aws.credentials('999988887777'),
  });
  await client.send(
    new CreateTableCommand({
      TableName: 'cases',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        ...['pk', 'sk', 'nextStepShard', 'nextStepAt', 'replacementRoleArn'].map(text),
      ],
      KeySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
      GlobalSecondaryIndexes: [
        index('by-next-step', 'nextStepShard', 'nextStepAt'),
        index('by-role', 'replacementRoleArn', 'sk'),
      ],
    }),
  );
  await client.send(
    new CreateTableCommand({
      TableName: 'ledger',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['day', 'id'].map(text),
      KeySchema: [key('day', 'HASH'), key('id', 'RANGE')],
    }),
  );
  const world = newKeyWorld();
  await takeChange(world, createAccessKey());
  sample = { ...theCase(world), version: 0 };
});

afterAll(async () => {
  client.destroy();
  await aws.close();
});

const caseNumber = (number: number, changes: Partial<KeyCase> = {}): KeyCase => {
  const accessKeyId = parseAccessKeyId(`AKIAEXAMPLE${String(number).padStart(9, '0')}`);
  if (accessKeyId === undefined) throw new Error('The sample is wrong.');
  return { ...sample, ...changes, key: { ...sample.key, accessKeyId } };
};

describe('the case table', () => {
  it('lets one of two deliveries claim an event, and remembers that it is done', async () => {
    const cases = caseTable(client, 'cases');
    const both = await Promise.all([
      cases.claim('flow', 'event-1', now, 60),
      cases.claim('flow', 'event-1', now, 60),
    ]);
    expect(both.sort()).toEqual(['claimed', 'in-progress']);
    await cases.finish('flow', 'event-1', now);
    expect(await cases.claim('flow', 'event-1', addDays(now, 1), 60)).toBe('done');
  });

  it('gives an abandoned claim to the next delivery after its lease, and a released one at once', async () => {
    const cases = caseTable(client, 'cases');
    await cases.claim('flow', 'event-2', now, 60);
    expect(await cases.claim('flow', 'event-2', addSeconds(now, 61), 60)).toBe('claimed');
    await cases.release('flow', 'event-2');
    expect(await cases.claim('flow', 'event-2', addSeconds(now, 62), 60)).toBe('claimed');
  });

  it('knows its own claim when the answer to the write was lost', async () => {
    const cases = caseTable(client, 'cases');
    aws.faults.add({
      on: { service: 'dynamodb', action: 'PutItem' },
      effect: 'lose-answer',
      times: 1,
    });
    expect(await cases.claim('flow', 'event-3', now, 60)).toBe('claimed');
  });

  it('writes a case under the version that was read, and refuses a lost race', async () => {
    const cases = caseTable(client, 'cases');
    const first = await cases.writeCase(caseNumber(1));
    expect(first).toMatchObject({ version: 1 });
    expect(await cases.writeCase(caseNumber(1))).toBe('changed');
    if (first === 'changed') return;
    expect(await cases.readCase(first.key)).toEqual(first);
    expect(await cases.writeCase({ ...first, stage: 'warned' })).toMatchObject({ version: 2 });
    expect(await cases.writeCase({ ...first, stage: 'due' })).toBe('changed');
  });

  it('finds every case whose step has come, over all pages', async () => {
    const cases = caseTable(client, 'cases');
    // 400 cases of some 4 KB are more than one megabyte: two pages.
    for (let number = 1000; number < 1400; number += 1) {
      const nextStepAt = number % 2 === 0 ? addDays(now, -1) : addDays(now, 1);
      await cases.writeCase(caseNumber(number, { nextStepAt, unknowns: ['x'.repeat(4_000)] }));
    }
    const due: string[] = [];
    for await (const each of cases.casesDue(now)) due.push(each.key.accessKeyId);
    expect(due).toHaveLength(200);
    expect(await cases.countKeys(sample.key.accountId)).toBe(401);
  });

  it('finds cases by their user and by the role recommended', async () => {
    const cases = caseTable(client, 'cases');
    const ofUser = await cases.casesOfUser(sample.key.accountId, sample.key.userName);
    expect(ofUser).toHaveLength(401);
    expect(await cases.casesOfUser(sample.key.accountId, 'shop')).toEqual([]);
    expect(await cases.casesRecommending(sampleRoleArn as RoleArn)).toHaveLength(401);
  });

  it('spends the caps of a day together or not at all', async () => {
    const cases = caseTable(client, 'cases');
    const limits = { run: 3, 'account 1': 1 };
    expect(await cases.spendCap('2026-11-03', limits)).toBe('spent');
    expect(await cases.spendCap('2026-11-03', limits)).toBe('over');
    expect(await cases.spendCap('2026-11-03', { run: 3, 'account 2': 1 })).toBe('spent');
    expect(await cases.spendCap('2026-11-03', { run: 3, 'account 3': 1 })).toBe('spent');
    expect(await cases.spendCap('2026-11-03', { run: 3, 'account 4': 1 })).toBe('over');
    expect(await cases.spendCap('2026-11-04', { run: 0 })).toBe('over');
  });
});

describe('the ledger', () => {
  it('keeps the first of two entries with one id', async () => {
    const ledger = ledgerTable(client, 'ledger');
    const entry = {
      v: 1,
      id: `${now}/one/decision`,
      type: 'decision',
      time: now,
      actor: 'test',
      subject: 'a',
      body: { n: 1 },
    } as const;
    await ledger.append([entry]);
    await ledger.append([{ ...entry, body: { n: 2 } }]);
    const items = await aws.dynamoDb.items('ledger');
    expect(items.map((item) => JSON.parse(String(item['body'])).body)).toEqual([{ n: 1 }]);
  });
});

describe('federation uses', () => {
  it('are written under the version that was read and listed from a day on', async () => {
    const uses = federationUses(client, 'cases');
    const use: FederationUse = {
      roleArn: sampleRoleArn as RoleArn,
      identityProvider: 'arn:aws:iam::111122223333:oidc-provider/gitlab.com',
      subject: 'project_path:a/b:ref_type:branch:ref:main',
      day: '2026-11-03',
      allowed: 1,
      denied: 0,
      firstSeenAt: now,
      lastSeenAt: now,
      recent: ['aaaaaaaa'],
      version: 0,
    };
    expect(await uses.read(use)).toBeNull();
    expect(await uses.write(use)).toBe('written');
    expect(await uses.write(use)).toBe('changed');
    await uses.write({ ...use, day: '2026-11-01' });
    const read = await uses.ofRole(use.roleArn, '2026-11-02');
    expect(read).toEqual([{ ...use, version: 1 }]);
  });
});
