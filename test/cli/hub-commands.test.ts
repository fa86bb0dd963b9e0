import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { caseTable } from '../../src/adapters/aws/case-table.ts';
import { exceptionTable } from '../../src/adapters/aws/exception-table.ts';
import { tableClient } from '../../src/adapters/aws/table-client.ts';
import { restore } from '../../src/cli/commands/restore.ts';
import { connectHub, type HubWorld } from '../../src/cli/hub/hub-world.ts';
import { doctorDocument } from '../../src/cli/schemas/doctor.ts';
import { exceptionDocument } from '../../src/cli/schemas/exception.ts';
import { restoreDocument } from '../../src/cli/schemas/restore.ts';
import type { KeyCase } from '../../src/core/keys/key-case.ts';
import { hubNames } from '../../src/core/model/hub-names.ts';
import { addDays, dayOf, instantOf } from '../../src/core/model/instant.ts';
import type { ResponseRequest } from '../../src/flows/ports.ts';
import { findSecretByName } from '../../src/local/aws/secrets-manager/find-secret.ts';
import { storeSecretValue } from '../../src/local/aws/secrets-manager/store-secret-value.ts';
import { type LocalAws, startAws } from '../../src/local/aws/start-aws.ts';
import { deployStack } from '../../src/local/aws/template/deploy-stack.ts';
import { type LocalSlack, startSlack } from '../../src/local/slack/start-slack.ts';
import { takeRequest } from '../flows/key-story.ts';
import { memoryWorld } from '../flows/memory-ports.ts';
import { at, sampleCase } from '../unit/messages/sample-case.ts';
import { runCommand } from './run-command.ts';

const hub = '111111111111';
const attribute = (name: string) => ({ AttributeName: name, AttributeType: 'S' });
const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: range, KeyType: 'RANGE' },
];
const index = (name: string, hash: string, range: string) => ({
  IndexName: name,
  KeySchema: keys(hash, range),
  Projection: { ProjectionType: 'ALL' },
});

/** As much of the hub stack as commands reach. */
const template = {
  Resources: {
    Cases: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: hubNames.caseTable,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['pk', 'sk', 'nextStepShard', 'nextStepAt'].map(attribute),
        KeySchema: keys('pk', 'sk'),
        GlobalSecondaryIndexes: [index('by-next-step', 'nextStepShard', 'nextStepAt')],
      },
    },
    Ledger: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: hubNames.ledgerTable,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['day', 'id'].map(attribute),
        KeySchema: keys('day', 'id'),
      },
    },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: hubNames.respondQueue } },
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: hubNames.bus } },
    Switch: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Name: hubNames.stopSwitch, Type: 'String', Value: 'go' },
    },
    Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: hubNames.slackSecret } },
  },
};

let aws: LocalAws;
let slack: LocalSlack;
const disabledCase = sampleCase({
  version: 0,
  stage: 'disabled',
  disabled: { at: at('2026-11-24T09:00:00.000Z'), by: 'lastkey', why: 'unused' },
});
const id = disabledCase.key.accessKeyId;

const actAs = (sessionName: string, role = 'SecurityOperator'): void => {
  for (const [name, value] of Object.entries(aws.environment(hub, role, sessionName))) {
    vi.stubEnv(name, value);
  }
};

const write = async (keyCase: KeyCase): Promise<void> => {
  const table = caseTable(tableClient(), hubNames.caseTable);
  const stored = await table.readCase(keyCase.key);
  await table.writeCase({ ...keyCase, version: stored?.version ?? 0 });
};

beforeAll(async () => {
  aws = await startAws({ accounts: [{ accountId: hub, name: 'Security' }], hubAccountId: hub });
  await deployStack(aws, {
    template,
    stackName: 'lastkey-hub',
    accountId: hub,
    region: 'us-east-1',
    parameters: {},
  });
  slack = await startSlack({
    botToken: 'xoxb-local',
    signingSecret: 's',
    people: [],
    channels: [],
    usergroups: [],
  });
  storeSecretValue(
    aws.organization,
    findSecretByName(aws.organization, hubNames.slackSecret),
    '{"botToken":"xoxb-local","signingSecret":"s"}',
  );
});

beforeEach(async () => {
  vi.stubEnv('SLACK_API_URL', slack.apiUrl);
  actAs('ana@example.com');
  await write(disabledCase);
});

afterEach(() => {
  vi.unstubAllEnvs();
});

afterAll(async () => {
  await slack.close();
  await aws.close();
});

describe('without a hub to be seen', () => {
  it('says whose credentials it takes, and exits with 3', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', 'http://127.0.0.1:1');
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
    for (const words of [
      ['exception', 'list'],
      ['restore', id],
    ]) {
      const { exitCode, stdout, stderr } = await runCommand(words);
      expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
      expect(stderr).toMatch(/Expected credentials of the hub account.*lastkey doctor/);
    }
  });
});

describe('lastkey restore', () => {
  /** The hub with a responder behind its queue; `act` is what it makes of the request. */
  const answered = (act: (request: ResponseRequest) => Promise<void>): HubWorld => ({
    ...connectHub('us-east-1'),
    responses: { request: act },
    pause: () => Promise.resolve(),
  });
  const run = async (world: HubWorld, key: string = id) => {
    let stdout = '';
    const exitCode = await restore(
      { key, wait: 3, json: true },
      {
        stdin: (async function* () {})(),
        out: (text) => {
          stdout += text;
        },
        note: () => undefined,
        colour: false,
      },
      world,
    );
    return { exitCode, document: restoreDocument.parse(JSON.parse(stdout)) };
  };

  it('asks the responder in the name of the caller and says that the key is Active again', async () => {
    const requests: ResponseRequest[] = [];
    const { exitCode, document } = await run(
      answered(async (request) => {
        requests.push(request);
        const world = memoryWorld('2026-11-25T09:00:00.000Z');
        world.keys.set('111122223333/deployer', [{ ...disabledCase.key, status: 'Inactive' }]);
        const table = caseTable(tableClient(), hubNames.caseTable);
        await takeRequest({ ...world, caseTable: table }, request);
        expect(world.acts).toEqual([`${id} Active`]);
      }),
    );
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({ outcome: 'restored', stage: 'restored' });
    expect(requests).toMatchObject([
      {
        act: 'restore',
        because: {
          kind: 'command',
          by: expect.stringContaining('assumed-role/SecurityOperator/ana@example.com'),
        },
      },
    ]);
  });

  it('does not say that it worked when nobody has answered in time', async () => {
    const { exitCode, document } = await run(answered(() => Promise.resolve()));
    expect({ exitCode, outcome: document.outcome }).toEqual({ exitCode: 3, outcome: 'unknown' });
  });

  it('says why when the responder is held back by the stop switch', async () => {
    const { exitCode, document } = await run(
      answered(async (request) => {
        const world = memoryWorld('2026-11-25T09:00:00.000Z');
        world.keys.set('111122223333/deployer', [{ ...disabledCase.key, status: 'Inactive' }]);
        world.stopSwitch = 'stop';
        const table = caseTable(tableClient(), hubNames.caseTable);
        await takeRequest({ ...world, caseTable: table }, request);
      }),
    );
    expect(exitCode).toBe(3);
    expect(document).toMatchObject({ outcome: 'not-restored', why: 'the stop switch is stop' });
  });

  it('puts the request into the real queue', async () => {
    const result = await runCommand(['restore', `111122223333/deployer/${id}`, '--wait', '0']);
    expect(result.exitCode).toBe(3);
    expect(result.stderr).toContain('asked to restore');
    const sends = aws.calls.all().filter(({ action }) => action === 'SendMessage');
    expect(sends.length).toBeGreaterThan(0);
  });

  it.each([
    ['AKIAIOSFODNN7UNKNOWN', 'knows nothing about key'],
    ['not a key', 'This names no key'],
    ['111122223333', 'Name one key'],
  ])('says what is wrong with %s', async (key, message) => {
    const result = await runCommand(['restore', key]);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain(message);
  });
});

describe('lastkey exception', () => {
  const until = dayOf(addDays(instantOf(Date.now()), 30));
  const add = (target: string, ...more: readonly string[]) =>
    runCommand([
      ...['exception', 'add', target, '--until', until],
      ...['--reason', 'the vendor takes nothing but a key'],
      ...['--conditions', 'one bucket, one address', '--json', ...more],
    ]);
  const parsed = (stdout: string) => exceptionDocument.parse(JSON.parse(stdout)).exceptions;

  it('is asked for by one principal and approved by another, never by the same', async () => {
    await write({ ...disabledCase, stage: 'told' });
    const [asked] = parsed((await add(id)).stdout);
    expect(asked).toMatchObject({ state: 'requested', owner: 'ana@example.com', approver: null });
    const approve = ['exception', 'approve', asked?.id ?? '', '--json'];
    expect((await runCommand(approve)).stderr).toContain('You asked for this exception yourself');
    actAs('ana@example.com', 'AnotherRole');
    expect((await runCommand(approve)).exitCode).toBe(2);
    actAs('bo@example.com');
    const [granted] = parsed((await runCommand(approve)).stdout);
    expect(granted).toMatchObject({ state: 'granted', expiresAt: `${until}T23:59:59.000Z` });
    const table = caseTable(tableClient(), hubNames.caseTable);
    expect(await table.readCase(disabledCase.key)).toMatchObject({ stage: 'excepted' });
    const end = ['exception', 'end', asked?.id ?? '', '--reason', 'moved to OIDC', '--json'];
    expect(parsed((await runCommand(end)).stdout)).toMatchObject([{ state: 'ended' }]);
    expect((await runCommand(end)).exitCode).toBe(2);
  });

  it('covers a user or a workload, and lists what is open', async () => {
    await add('111122223333/other', '--owner', '#team');
    await add('111122223333', '--user-path', '/legacy/', '--owner', '#team');
    const twice = await add('111122223333/other', '--owner', '#team');
    expect(twice.exitCode).toBe(1);
    const listed = parsed((await runCommand(['exception', 'list', '--json'])).stdout);
    expect(listed.map(({ scope }) => scope.kind).sort()).toEqual(['user', 'workload']);
    const table = caseTable(tableClient(), hubNames.caseTable);
    const { key } = disabledCase;
    const ofOther = await table.exceptionsOf(key.accountId, 'other');
    expect(ofOther.map(({ scope }) => scope.kind).sort()).toEqual(['user', 'workload']);
  });

  it.each([
    [['111122223333', '--owner', '#team'], 'A whole account cannot be exempt'],
    [['111122223333/other'], '--owner'],
  ])('refuses %s and says what to give', async ([target = '', ...more], message) => {
    const result = await add(target, ...more);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain(message);
  });

  it('refuses a day beyond the maximum', async () => {
    const result = await runCommand([
      ...['exception', 'add', id, '--until', '2099-01-01'],
      ...['--reason', 'the vendor takes nothing else', '--conditions', 'one bucket only'],
    ]);
    expect(result).toMatchObject({ exitCode: 2 });
    expect(result.stderr).toContain('180 days at most');
  });

  it('that is mistyped in the table is named, and never taken for none (trap k)', async () => {
    const { PutItemCommand } = await import('@aws-sdk/client-dynamodb');
    await tableClient().send(
      new PutItemCommand({
        TableName: hubNames.caseTable,
        Item: {
          pk: { S: 'ACCOUNT#111122224444' },
          sk: { S: 'EXCEPTION#deployer#by-hand' },
          body: { S: '{"id":"by-hand","state":"grantd","expiresAt":"next year"}' },
        },
      }),
    );
    const table = caseTable(tableClient(), hubNames.caseTable);
    await expect(
      table.exceptionsOf('111122224444' as KeyCase['key']['accountId'], 'deployer'),
    ).rejects.toMatchObject({ code: 'exception-unreadable' });
    const { DeleteItemCommand } = await import('@aws-sdk/client-dynamodb');
    await tableClient().send(
      new DeleteItemCommand({
        TableName: hubNames.caseTable,
        Key: { pk: { S: 'ACCOUNT#111122224444' }, sk: { S: 'EXCEPTION#deployer#by-hand' } },
      }),
    );
  });

  it('is due in its own shard of the index, where nobody takes it for a case', async () => {
    const table = exceptionTable(tableClient(), hubNames.caseTable);
    const later = addDays(instantOf(Date.now()), 10);
    const due: string[] = [];
    for await (const { scope } of table.due(later)) due.push(scope.kind);
    expect(due.length).toBeGreaterThan(0);
    for await (const { key } of caseTable(tableClient(), hubNames.caseTable).casesDue(later)) {
      expect(key.accessKeyId).toMatch(/^AKIA/);
    }
  });
});

describe('lastkey doctor', () => {
  it('says ok only about what it has looked at', async () => {
    const result = await runCommand(['doctor', '--json']);
    const { checks } = doctorDocument.parse(JSON.parse(result.stdout));
    const status = Object.fromEntries(checks.map((check) => [check.id, check.status]));
    expect(status).toMatchObject({
      configuration: 'ok',
      credentials: 'ok',
      'table lastkey-cases': 'ok',
      'table lastkey-ledger': 'ok',
      'respond-queue': 'ok',
      'stop-switch': 'ok',
      slack: 'ok',
      // No run has been recorded, and the emulator does not describe rules.
      'last-sweep': 'unknown',
      'read-role': 'unknown',
      'rule lastkey-notify': 'unknown',
    });
    for (const check of checks) expect('next' in check).toBe(check.status !== 'ok');
    expect(result.exitCode).toBe(3);
  });

  it('says what failed: a revoked token', async () => {
    const undo = slack.faults.add({ fault: 'token-revoked' });
    const result = await runCommand(['doctor', '--json']);
    undo();
    const { checks } = doctorDocument.parse(JSON.parse(result.stdout));
    expect(checks.find(({ id: check }) => check === 'slack')).toMatchObject({ status: 'failed' });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).not.toContain('xoxb');
  });
});
