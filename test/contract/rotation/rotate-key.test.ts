import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { memberTemplate } from '../../../infra/member-template.ts';
import { settingsOf } from '../../../infra/settings.ts';
import { caseTable } from '../../../src/adapters/aws/case-table.ts';
import { exceptionTable } from '../../../src/adapters/aws/exception-table.ts';
import { parseConfiguration } from '../../../src/cli/configuration.ts';
import type { AccessKey } from '../../../src/core/keys/access-key.ts';
import type { KeyCase } from '../../../src/core/keys/key-case.ts';
import { parseAccessKeyId, parseAccountId } from '../../../src/core/model/ids.ts';
import { addDays, type Instant, instantOf } from '../../../src/core/model/instant.ts';
import { type LocalAws, startAws } from '../../../src/local/aws/start-aws.ts';
import { deployStack } from '../../../src/local/aws/template/deploy-stack.ts';
import { sampleException } from '../../unit/keys/sample-exception.ts';
import { sampleCase } from '../../unit/messages/sample-case.ts';

/**
 * The exported handler with the real SDK clients against the loopback AWS, through the rotate role as
 * the member stack makes it: held to exactly its permissions.
 */
const hub = '111111111111';
const member = '222222222222';
const users = ['fine', 'unstored', 'unheard', 'second'] as const;
const configuration = parseConfiguration(
  `version: 1
organization: { id: o-exampleorgid, hubAccount: "${hub}", hubRegion: us-east-1, regions: [us-east-1] }
mode: enforce
keys: { window: null }
rotation: { everyDays: 90 }`,
  'test',
);

const now = instantOf(Math.floor(Date.now() / 1000) * 1000);
const attribute = (name: string) => ({ AttributeName: name, AttributeType: 'S' });
const hubTemplate = {
  Resources: {
    Cases: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: 'lastkey-cases',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['pk', 'sk'].map(attribute),
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      },
    },
    Ledger: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: 'lastkey-ledger',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['day', 'id'].map(attribute),
        KeySchema: [
          { AttributeName: 'day', KeyType: 'HASH' },
          { AttributeName: 'id', KeyType: 'RANGE' },
        ],
      },
    },
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'lastkey' } },
    Switch: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Name: '/lastkey/stop-switch', Type: 'String', Value: 'go' },
    },
  },
};

let aws: LocalAws;
let folder: string;
let tables: DynamoDBClient;
let handler: (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;
const printed: string[] = [];

const keysOf = (userName: string) =>
  aws.organization.accounts.get(member)?.iam.users.get(userName)?.accessKeys ?? [];

const keyOf = (userName: string): AccessKey => {
  const [state] = keysOf(userName);
  const accountId = parseAccountId(member);
  const accessKeyId = parseAccessKeyId(state?.accessKeyId);
  if (state === undefined || accountId === undefined || accessKeyId === undefined) {
    throw new Error('The sample is wrong.');
  }
  return { accountId, userName, accessKeyId, createdAt: instantOf(state.createdAt) };
};

beforeAll(async () => {
  aws = await startAws({
    accounts: [
      {
        accountId: hub,
        name: 'Security',
        roles: [{ roleName: 'lastkey-hub-rotate-key', path: '/lastkey/', trustPolicy: {} }],
      },
      {
        accountId: member,
        name: 'Payments',
        users: users.map((userName) => ({
          userName,
          accessKeys: [
            {
              createdAt: addDays(now, -100),
              lastUsed: { at: addDays(now, -1), service: 's3', region: 'eu-west-1' },
            },
          ],
        })),
      },
    ],
    hubAccountId: hub,
  });
  const inRegion = { region: 'us-east-1', parameters: {} };
  await deployStack(aws, {
    ...inRegion,
    template: hubTemplate,
    stackName: 'lastkey-hub',
    accountId: hub,
  });
  await deployStack(aws, {
    ...inRegion,
    template: JSON.parse(memberTemplate(settingsOf(configuration, { rotateKeys: true }))),
    stackName: 'lastkey-member',
    accountId: member,
  });
  folder = mkdtempSync(join(tmpdir(), 'lastkey-rotation-'));
  writeFileSync(join(folder, 'configuration.json'), JSON.stringify(configuration));
  for (const [name, value] of Object.entries({
    ...aws.environment(hub, 'lastkey-hub-rotate-key'),
    LAMBDA_TASK_ROOT: folder,
    CASE_TABLE: 'lastkey-cases',
    LEDGER_TABLE: 'lastkey-ledger',
    HUB_BUS: 'lastkey',
    ROTATE_ROLE: 'lastkey/lastkey-rotate',
    EXTERNAL_ID: 'lastkey-o-exampleorgid',
    STOP_SWITCH: '/lastkey/stop-switch',
    DEPLOYED_MODE: 'enforce',
  })) {
    vi.stubEnv(name, value);
  }
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  const imported = await import('../../../lambdas/rotate-key/handler.ts');
  handler = imported.handler as unknown as typeof handler;
  tables = new DynamoDBClient({});
  for (const userName of users) {
    const key = keyOf(userName);
    const dueAt = addDays(now, 120);
    await caseTable(tables, 'lastkey-cases').writeCase(
      sampleCase({ key, version: 0, stage: 'excepted', mode: 'enforce', dueAt, notices: [] }),
    );
    await exceptionTable(tables, 'lastkey-cases').write(
      sampleException({
        id: `exception-${userName}`,
        version: 0,
        accountId: key.accountId,
        scope: { kind: 'key', ...key },
        grantedAt: addDays(now, -30),
        expiresAt: dueAt,
      }),
    );
  }
}, 60_000);

afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
  tables.destroy();
  await aws.close();
});

let requests = 0;
const rotate = async (userName: string): Promise<KeyCase> => {
  requests += 1;
  const key = keyOf(userName);
  const record = {
    messageId: `message-${requests}`,
    receiptHandle: 'r',
    body: JSON.stringify({ id: `rotate/${requests}`, key, at: now }),
    attributes: { ApproximateReceiveCount: '1' },
  };
  const context = { functionName: 'rotate-key', awsRequestId: 'q' } as Context;
  await handler({ Records: [record] } as unknown as SQSEvent, context);
  const read = await caseTable(tables, 'lastkey-cases').readCase(key);
  if (read === null) throw new Error('There is no case.');
  return read;
};

const secretOf = (userName: string) =>
  [...aws.organization.secrets.values()].find(({ name }) => name === `lastkey/keys/${userName}`);

const secretKeysStored = (): readonly string[] =>
  [...aws.organization.secrets.values()].flatMap(({ versions }) =>
    versions.map(({ value }) => String(JSON.parse(value).secretAccessKey)),
  );

beforeEach(() => aws.faults.clear());

describe('the function that rotates', () => {
  it('makes a successor that works, and writes its secret into the account of the key', async () => {
    const keyCase = await rotate('fine');
    expect(keyCase).toMatchObject({ stage: 'rotating', rotation: { step: 'waiting' } });
    const secret = secretOf('fine');
    expect(secret?.arn).toMatch(`arn:aws:secretsmanager:us-east-1:${member}:secret:`);
    expect(secret?.versions).toMatchObject([{ stages: ['AWSCURRENT', 'AWSPENDING'] }]);
    const stored = JSON.parse(secret?.versions[0]?.value ?? '{}');
    expect(stored).toEqual({
      accessKeyId: keysOf('fine')[1]?.accessKeyId,
      secretAccessKey: expect.stringMatching(/^.{40}$/),
    });
    expect(keysOf('fine')[1]?.lastUsed).toMatchObject({ service: 'sts' });
  });

  it('disables the old key when time and use allow it', async () => {
    const cases = caseTable(tables, 'lastkey-cases');
    const waiting = await cases.readCase(keyOf('fine'));
    if (waiting?.rotation?.step !== 'waiting') throw new Error('It is not waiting.');
    const earlier = addDays(now, -10);
    await cases.writeCase({
      ...waiting,
      rotation: { ...waiting.rotation, toldAt: earlier, verifiedAt: earlier },
      notices: waiting.notices.map((notice) => ({
        ...notice,
        delivery: { status: 'delivered', at: earlier, channel: 'C1', ts: '1.1' },
      })),
    });
    const [old, successor] = keysOf('fine');
    if (old === undefined || successor === undefined) throw new Error('There is no successor.');
    expect((await rotate('fine')).stage).toBe('rotating');
    const use = (days: number) => ({
      at: Date.parse(addDays(now, -days)),
      service: 's3',
      region: 'eu-west-1',
    });
    old.lastUsed = use(9);
    successor.lastUsed = use(1);
    expect(await rotate('fine')).toMatchObject({ stage: 'disabled', rotation: { step: 'done' } });
    expect(keysOf('fine').map(({ status }) => status)).toEqual(['Inactive', 'Active']);
  });

  it('takes the successor back when AWS refuses its secret', async () => {
    aws.faults.add({ on: { action: 'PutSecretValue' }, effect: 'deny' });
    const keyCase = await rotate('unstored');
    expect(keysOf('unstored')).toHaveLength(1);
    expect(keyCase).toMatchObject({ stage: 'excepted', rotation: { step: 'off', failures: 1 } });
    expect(keyCase.notices.at(-1)?.details['why']).toMatch(/^PutSecretValue .* AccessDenied\.$/);
  });

  it('makes no second key when the answer about the first is lost', async () => {
    aws.faults.add({ on: { action: 'CreateAccessKey' }, effect: 'lose-answer' });
    expect(await rotate('unheard')).toMatchObject({ rotation: { step: 'intended' } });
    expect(keysOf('unheard')).toHaveLength(2);
    expect(aws.calls.all().filter(({ action }) => action === 'CreateAccessKey')).toHaveLength(3);
  });

  it('makes the version before the previous one when it rotates again', async () => {
    await rotate('second');
    const secret = secretOf('second');
    const iam = aws.organization.accounts.get(member)?.iam.users.get('second');
    if (secret === undefined || iam === undefined) throw new Error('It was not rotated.');
    // The first key is gone; the successor is old by now.
    iam.accessKeys.shift();
    const [first] = iam.accessKeys;
    if (first === undefined) throw new Error('There is no successor.');
    Object.assign(first, { createdAt: Date.parse(addDays(now, -100)) });
    const cases = caseTable(tables, 'lastkey-cases');
    const own = await cases.readCase(keyOf('second'));
    if (own === null) throw new Error('The successor has no case.');
    const createdAt = addDays(now, -100) as Instant;
    await cases.writeCase({ ...own, key: { ...own.key, createdAt } });
    expect(own).toMatchObject({ stage: 'excepted', notices: [] });
    expect(await rotate('second')).toMatchObject({ rotation: { step: 'waiting' } });
    const stages = secret.versions.map((version) => [...version.stages].sort());
    expect(stages).toEqual([['AWSPREVIOUS'], ['AWSCURRENT', 'AWSPENDING']]);
  });

  it('left no secret in a table, a log or an event', async () => {
    const stored = secretKeysStored();
    expect(stored.length).toBeGreaterThanOrEqual(3);
    const written = await Promise.all(
      ['lastkey-cases', 'lastkey-ledger'].map((TableName) =>
        tables.send(new ScanCommand({ TableName })),
      ),
    );
    const shown = [
      JSON.stringify(written),
      JSON.stringify(aws.calls.all()),
      JSON.stringify(aws.deliveries.all()),
      ...printed,
    ].join('\n');
    expect(shown).toContain('lastkey/keys/fine');
    for (const secret of stored) expect(shown).not.toContain(secret);
  });
});
