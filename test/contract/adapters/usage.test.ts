import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memberCredentials } from '../../../src/adapters/aws/member-credentials.ts';
import { usageAccounts } from '../../../src/adapters/aws/usage-accounts.ts';
import { usageTable } from '../../../src/adapters/aws/usage-table.ts';
import {
  type AccessKeyId,
  type AccountId,
  parseAccessKeyId,
  parseAccountId,
} from '../../../src/core/model/ids.ts';
import { addSeconds, epochMs, type Instant } from '../../../src/core/model/instant.ts';
import { addressClassifier } from '../../../src/core/usage/address-kind.ts';
import { shippedAddressRanges } from '../../../src/core/usage/shipped-address-ranges.ts';
import { newTally } from '../../../src/core/usage/usage-tally.ts';
import { readUsage } from '../../../src/flows/read-usage.ts';
import { type LocalAws, startAws } from '../../../src/local/aws/start-aws.ts';

const hub = '999988887777';
const member = parseAccountId('111122223333') as AccountId;
const other = parseAccountId('222233334444') as AccountId;
const keyId = parseAccessKeyId('AKIAEXAMPLE000000001') as AccessKeyId;
const now = '2026-11-03T10:00:00.000Z' as Instant;
const userArn = `arn:aws:iam::${member}:user/jobs/exporter`;
const key = {
  accountId: member,
  userName: 'exporter',
  accessKeyId: keyId,
  createdAt: '2026-01-01T00:00:00.000Z' as Instant,
};

let aws: LocalAws;
let client: DynamoDBClient;
const environmentBefore = { ...process.env };
/** What the adapters waited, instead of waiting. */
const waits: number[] = [];
let elapsed = 0;
const clock = {
  now: () => now,
  ticks: () => elapsed,
  sleep: (milliseconds: number) => {
    waits.push(milliseconds);
    elapsed += milliseconds;
    return Promise.resolve();
  },
};

const record = (index: number, region: string) => ({
  eventVersion: '1.11',
  eventID: `${region}-${index}`,
  userIdentity: { type: 'IAMUser', accessKeyId: keyId, userName: 'exporter', arn: userArn },
  eventTime: `${addSeconds(now, -60 * index).slice(0, 19)}Z`,
  eventSource: 'sqs.amazonaws.com',
  eventName: index % 2 === 0 ? 'GetQueueUrl' : 'CreateQueue',
  awsRegion: region,
  sourceIPAddress: '20.51.44.9',
  userAgent: 'aws-cli/2.17.52 os/linux#6.8.0-1014-azure',
  recipientAccountId: member,
});

beforeAll(async () => {
  aws = await startAws({
    startAt: epochMs(now),
    accounts: [
      {
        accountId: member,
        name: 'Member',
        roles: [
          {
            roleName: 'lastkey-read',
            path: '/lastkey/',
            trustPolicy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: { AWS: `arn:aws:iam::${hub}:role/lastkey/hub` },
                  Action: 'sts:AssumeRole',
                  Condition: { StringEquals: { 'sts:ExternalId': 'o-exampleorgid' } },
                },
              ],
            },
          },
        ],
      },
      { accountId: other, name: 'Other' },
      {
        accountId: hub,
        name: 'Hub',
        roles: [{ roleName: 'hub', path: '/lastkey/', trustPolicy: {} }],
      },
    ],
  });
  Object.assign(process.env, aws.environment(hub, 'hub'));
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
  for (let index = 0; index < 120; index += 1) {
    await aws.deliver(member, 'us-east-1', record(index, 'us-east-1'));
  }
  await aws.deliver(member, 'eu-west-1', record(0, 'eu-west-1'));
});

afterAll(async () => {
  client.destroy();
  await aws.close();
  process.env = environmentBefore;
});

const accounts = () =>
  usageAccounts(
    memberCredentials({
      role: 'lastkey/lastkey-read',
      externalId: 'o-exampleorgid',
      partition: 'aws',
      now: () => epochMs(now),
    }),
    clock,
  );
const classify = addressClassifier(shippedAddressRanges);

describe('usage in a member account', () => {
  it('is read from every Region’s event history, over several calls, at two a second', async () => {
    const account = await accounts().reading(member);
    const table = usageTable(client, 'cases');
    const read = () =>
      readUsage(
        { key, regions: ['us-east-1', 'eu-west-1'], pagesAllowed: 2, now },
        { account, table, classify },
      );
    waits.length = 0;
    const first = await read();
    expect(first).toMatchObject({ pages: 2, isComplete: false, kept: 'written' });
    expect(first.usage.records).toBe(100);
    expect(waits).toEqual([500]);
    const seen: number[] = [];
    for (let run = 0; run < 4; run += 1) seen.push((await read()).usage.records);
    expect(seen.at(-1)).toBe(121);
    expect((await read()).usage).toMatchObject({
      addresses: [{ kind: 'azure', address: '20.51.44.9', count: 121 }],
      regions: [
        { value: 'us-east-1', count: 120 },
        { value: 'eu-west-1', count: 1 },
      ],
    });
  });

  it('says what IAM knows of the user, once its report is there', async () => {
    const account = await accounts().reading(member);
    waits.length = 0;
    const fact = await account.lastAccessed(userArn);
    expect(fact).toMatchObject({
      known: true,
      value: {
        actions: [
          { action: 'sqs:GetQueueUrl', at: now },
          { action: 'sqs:CreateQueue', at: addSeconds(now, -60) },
        ],
        services: [],
      },
    });
    expect(waits).toEqual([2000]);
  });

  it('is unknown where the account refuses the role', async () => {
    const account = await accounts().reading(other);
    expect(await account.lastAccessed(userArn)).toMatchObject({ known: false });
    const outcome = await readUsage(
      { key, regions: ['us-east-1'], pagesAllowed: 2, now },
      { account, classify },
    );
    expect(outcome.usage.read[0]).toMatchObject({ complete: false });
    expect(outcome.usage.read[0]?.why).toContain('AssumeRole');
  });
});

describe('what look-ups have counted', () => {
  const progress = { version: 0, tally: newTally(keyId), regions: {} };
  const of = { accountId: other, accessKeyId: keyId };

  it('is kept under the version that was read', async () => {
    const table = usageTable(client, 'cases');
    expect(await table.read(of)).toBeNull();
    expect(await table.write(of, progress, now)).toBe('written');
    expect(await table.write(of, progress, now)).toBe('changed');
    const read = await table.read(of);
    expect(read).toEqual({ ...progress, version: 1 });
    expect(await table.write(of, { ...progress, version: 1 }, now)).toBe('written');
  });

  it('is not kept when it does not fit an item', async () => {
    const table = usageTable(client, 'cases');
    const tally = newTally(keyId);
    let noise = 1;
    for (let index = 0; index < 40_000; index += 1) {
      noise = (noise * 48271) % 2147483647;
      tally.userAgents.of[`${noise.toString(36)}${(noise * 7).toString(36)}`] = 1;
    }
    expect(await table.write(of, { ...progress, tally }, now)).toBe('too-large');
  });
});
