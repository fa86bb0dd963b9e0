import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { federationUses } from '../../../src/adapters/aws/federation-uses.ts';
import { roleCases } from '../../../src/adapters/aws/role-cases.ts';
import type { DeniedLogins } from '../../../src/core/federation/role-case.ts';
import type { AccountId, EventId, RoleArn } from '../../../src/core/model/ids.ts';
import type { Instant } from '../../../src/core/model/instant.ts';
import { type LocalAws, startAws } from '../../../src/local/aws/start-aws.ts';

const at = '2026-11-04T09:00:00.000Z' as Instant;
const roleArn = 'arn:aws:iam::111122223333:role/shop-deploy' as RoleArn;
let aws: LocalAws;
let client: DynamoDBClient;

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
  client.destroy();
  await aws.close();
});

const deniedLogins = (subject: string): DeniedLogins => ({
  key: { about: 'denied-logins', roleArn, identityProvider: 'accounts.google.com', subject },
  accountId: '111122223333' as AccountId,
  accountName: 'Payments production',
  version: 0,
  round: 'event-1' as EventId,
  state: 'open',
  owners: [],
  revision: 0,
  shown: 0,
  unknowns: [],
  count: 1,
  firstSeenAt: at,
  lastSeenAt: at,
  recent: [],
});

describe('cases about roles', () => {
  it('are written under the version that was read, and a lost race is refused', async () => {
    const cases = roleCases(client, 'cases');
    const sample = deniedLogins('123');
    expect(await cases.read(sample.key)).toBeNull();
    const first = await cases.write(sample);
    expect(first).toMatchObject({ version: 1 });
    expect(await cases.write(sample)).toBe('changed');
    if (first === 'changed') return;
    expect(await cases.read(sample.key)).toEqual(first);
    expect(await cases.write({ ...first, revision: 1 })).toMatchObject({ version: 2 });
    expect(await cases.write({ ...first, revision: 2 })).toBe('changed');
  });

  it('tell subjects apart that are longer than a sort key', async () => {
    const cases = roleCases(client, 'cases');
    const [one, other] = ['a', 'b'].map((end) => deniedLogins(`${'ü'.repeat(600)}${end}`));
    if (one === undefined || other === undefined) throw new Error('The sample is wrong.');
    await cases.write(one);
    expect(await cases.read(other.key)).toBeNull();
    expect(await cases.read(one.key)).toMatchObject({ key: one.key });
  });

  it("lie beside the role's uses and are not among them", async () => {
    await roleCases(client, 'cases').write(deniedLogins('beside'));
    expect(await federationUses(client, 'cases').ofRole(roleArn, '2026-01-01')).toEqual([]);
  });
});
