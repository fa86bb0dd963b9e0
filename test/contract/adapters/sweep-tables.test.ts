import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountList } from '../../../src/adapters/aws/account-list.ts';
import { coverageTable } from '../../../src/adapters/aws/coverage-table.ts';
import { firstMessages } from '../../../src/adapters/aws/first-messages.ts';
import { organizationAccounts } from '../../../src/adapters/aws/organization-accounts.ts';
import { roleMemory } from '../../../src/adapters/aws/role-memory.ts';
import type { AccountId, RoleArn } from '../../../src/core/model/ids.ts';
import type { Instant } from '../../../src/core/model/instant.ts';
import type { ListedAccount } from '../../../src/flows/sweep-ports.ts';
import { type LocalAws, startAws } from '../../../src/local/aws/start-aws.ts';

const hub = '999988887777';
const accountIds = Array.from(
  { length: 23 },
  (_, number) => String(111122223300 + number) as AccountId,
);
let aws: LocalAws;
let client: DynamoDBClient;
const before = { ...process.env };

beforeAll(async () => {
  aws = await startAws({
    accounts: [
      { accountId: hub, name: 'Hub' },
      ...accountIds.map((accountId, number) => ({
        accountId,
        name: `Account ${number}`,
        units: ['r-ab12', 'ou-ab12-workloads', 'ou-ab12-prod'],
        ...(number === 3 ? { state: 'SUSPENDED' as const } : {}),
      })),
    ],
  });
  Object.assign(process.env, aws.environment(hub));
  client = new DynamoDBClient({
    endpoint: aws.url,
    region: 'us-east-1',
    credentials: aws.credentials(hub),
  });
  await client.send(
    new CreateTableCommand({
      TableName: 'cases',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
});

afterAll(async () => {
  process.env = before;
  client.destroy();
  await aws.close();
});

describe('the accounts of the organization', () => {
  it('come over all pages, with their state and their units nearest first', async () => {
    const listed = await organizationAccounts('aws').all();
    expect(listed).toHaveLength(24);
    expect(listed.find(({ accountId }) => accountId === accountIds[3])).toEqual({
      accountId: accountIds[3],
      name: 'Account 3',
      isActive: false,
      state: 'SUSPENDED',
      ous: ['ou-ab12-prod', 'ou-ab12-workloads', 'r-ab12'],
    });
  });

  it('are kept one by one and read all together', async () => {
    const list = accountList(client, 'cases');
    const account = (accountId: AccountId): ListedAccount => ({
      accountId,
      name: 'A',
      isActive: true,
      state: 'ACTIVE',
      ous: undefined,
    });
    for (const accountId of accountIds) await list.write(account(accountId));
    const [first] = accountIds;
    expect(await list.read(first as AccountId)).toEqual(account(first as AccountId));
    expect(await list.read('000000000000' as AccountId)).toBeNull();
    expect((await list.all()).map(({ accountId }) => accountId).sort()).toEqual(accountIds);
  });
});

describe('coverage', () => {
  it('is one row an account, overwritten by each run', async () => {
    const coverage = coverageTable(client, 'cases');
    const row = {
      accountId: accountIds[0] as AccountId,
      runAt: '2026-11-23T04:17:00.000Z' as Instant,
      coverage: 'failed' as const,
      reason: 'access denied',
      consecutiveFailures: 1,
    };
    expect(await coverage.read(row.accountId)).toBeNull();
    await coverage.write(row);
    await coverage.write({ ...row, consecutiveFailures: 2 });
    expect(await coverage.all()).toEqual([{ ...row, consecutiveFailures: 2 }]);
  });
});

describe('first messages', () => {
  it('are counted to the limit by batches side by side, for each owner and day', async () => {
    const messages = firstMessages(client, 'cases');
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => messages.spend('2026-11-23', '#team-shop', 3)),
    );
    expect(answers.filter((answer) => answer === 'spent')).toHaveLength(3);
    expect(await messages.spend('2026-11-23', '#team-web', 3)).toBe('spent');
    expect(await messages.spend('2026-11-24', '#team-shop', 3)).toBe('spent');
  });
});

describe('what was told about a role', () => {
  it('is remembered', async () => {
    const memory = roleMemory(client, 'cases');
    const roleArn = 'arn:aws:iam::111122223333:role/deploy' as RoleArn;
    expect(await memory.readUnseen(roleArn)).toEqual([]);
    await memory.writeUnseen(roleArn, ['gitlab.com project_path:a/b']);
    expect(await memory.readUnseen(roleArn)).toEqual(['gitlab.com project_path:a/b']);
  });
});
