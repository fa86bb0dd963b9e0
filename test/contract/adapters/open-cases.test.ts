import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseTable } from '../../../src/adapters/aws/case-table.ts';
import { openCases } from '../../../src/adapters/aws/open-cases.ts';
import type { KeyCase, Stage } from '../../../src/core/keys/key-case.ts';
import type { AccessKeyId, AccountId } from '../../../src/core/model/ids.ts';
import type { Instant } from '../../../src/core/model/instant.ts';
import { type LocalAws, startAws } from '../../../src/local/aws/start-aws.ts';
import { newKeyWorld, takeChange, theCase } from '../../flows/key-story.ts';
import { createAccessKey } from '../../flows/sample-records.ts';

const hub = '999988887777';
const now = '2026-11-03T10:00:00.000Z' as Instant;
let aws: LocalAws;
let client: DynamoDBClient;
let sample: KeyCase;

beforeAll(async () => {
  aws = await startAws({ accounts: [{ accountId: hub, name: 'Hub' }] });
  client = new DynamoDBClient({
    endpoint: aws.url,
    region: 'us-east-1',
    credentials: aws.credentials(hub),
  });
  await client.send(
    new CreateTableCommand({
      TableName: 'cases',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((name) => ({
        AttributeName: name,
        AttributeType: 'S' as const,
      })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
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

const caseOf = (number: number, stage: Stage, extra: Partial<KeyCase> = {}): KeyCase => ({
  ...sample,
  ...extra,
  stage,
  key: {
    ...sample.key,
    accountId: String(111122223300 + (number % 7)) as AccountId,
    accessKeyId: `AKIAEXAMPLE${String(number).padStart(9, '0')}` as AccessKeyId,
  },
});

const all = async (): Promise<readonly KeyCase[]> => {
  const cases: KeyCase[] = [];
  for await (const keyCase of openCases(client, 'cases').all()) cases.push(keyCase);
  return cases;
};

describe('the open cases', () => {
  it('are those of every account that are not over, with or without a next step', async () => {
    const table = caseTable(client, 'cases');
    await table.writeCase(caseOf(1, 'told'));
    const { nextStepAt: _next, ...withoutStep } = caseOf(2, 'watched');
    await table.writeCase(withoutStep);
    await table.writeCase(caseOf(3, 'disabled'));
    await table.writeCase(caseOf(4, 'gone'));
    await table.writeCase(caseOf(5, 'deleted'));
    await table.claim('flow', 'event-1', now, 60);
    expect((await all()).map(({ stage }) => stage).sort()).toEqual(['disabled', 'told', 'watched']);
  });

  it('come from all pages', async () => {
    const table = caseTable(client, 'cases');
    // DynamoDB ends a page after a megabyte.
    const unknowns = ['x'.repeat(100_000)];
    for (let number = 10; number < 40; number += 1) {
      await table.writeCase(caseOf(number, 'told', { unknowns }));
    }
    expect(await all()).toHaveLength(33);
  });
});
