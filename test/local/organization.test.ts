import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { CreateAccessKeyCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Template } from '../../src/local/aws/template/template.ts';
import type { LocalOrganization } from '../../src/local/organization.ts';
import { startOrganization } from '../../src/local/organization.ts';

const hubAccount = '111111111111';
const payments = '222222222222';

const beside = (name: string): string => join(import.meta.dirname, name);

const start = (templates: { readonly hub?: Template } = {}) =>
  startOrganization({
    templates: {
      hub: beside('hub.template.json'),
      member: beside('member.template.json'),
      ...templates,
    },
    functionsFolder: beside('functions'),
    accounts: [
      { accountId: hubAccount, name: 'security' },
      {
        accountId: payments,
        name: 'payments',
        users: [{ userName: 'deployer' }, { userName: 'poison' }],
      },
    ],
    regions: ['us-east-1', 'eu-west-1'],
    configuration: { greeting: 'hello' },
    environment: { OVERRIDE: 'from the caller' },
    secrets: { 'lastkey/slack': '{"botToken":"xoxb-local"}' },
    clock: { startAt: '2026-12-01T09:00:00Z' },
  });

describe('a stack that AWS would deploy and that could not work', () => {
  const hub = () =>
    JSON.parse(readFileSync(beside('hub.template.json'), 'utf8')) as {
      Resources: Record<string, Template['Resources'][string]>;
    };
  it.each([
    ['RoutePermission', 'no AWS::Lambda::Permission for apigateway.amazonaws.com'],
    ['RulePermission', 'no AWS::Lambda::Permission for events.amazonaws.com'],
  ])('without %s does not start', async (missing, message) => {
    const template = hub();
    delete template.Resources[missing];
    await expect(start({ hub: template })).rejects.toThrow(message);
  });

  it('with a schedule whose role may not invoke does not start', async () => {
    const template = hub();
    template.Resources['SchedulerRole'] = {
      Type: 'AWS::IAM::Role',
      Properties: { RoleName: 'lastkey-scheduler', AssumeRolePolicyDocument: {} },
    };
    await expect(start({ hub: template })).rejects.toThrow('does not allow lambda:InvokeFunction');
  });
});

describe('a local organization', () => {
  let organization: LocalOrganization;
  beforeAll(async () => {
    organization = await start();
  });
  afterAll(() => organization.close());

  const createKey = async (userName: string): Promise<string> => {
    const iam = new IAMClient({
      endpoint: organization.endpoints.aws,
      region: 'us-east-1',
      credentials: organization.credentials(payments),
    });
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: userName }));
    return AccessKey?.AccessKeyId ?? '';
  };

  it('takes a new key from IAM through both buses, the queue and the function back to IAM', async () => {
    const accessKeyId = await createKey('deployer');
    expect(await organization.idle()).toEqual({ waiting: [] });

    const [key] = organization.account(payments).iam.users.get('deployer')?.accessKeys ?? [];
    expect(key).toMatchObject({ accessKeyId, status: 'Inactive' });
    expect(await organization.tables.items('cases')).toEqual([
      {
        pk: accessKeyId,
        sk: 'deployer',
        at: expect.stringMatching(/^2026-12-01T09:0/),
        greeting: 'hello from the caller',
      },
    ]);
    const names = organization.deliveries.all().map(({ eventName }) => eventName);
    expect(names.filter((name) => name === 'UpdateAccessKey')).not.toHaveLength(0);
  });

  it('records who called what, without secrets', async () => {
    const update = organization.calls.all().find(({ action }) => action === 'UpdateAccessKey');
    expect(update).toMatchObject({
      service: 'iam',
      accountId: payments,
      principalArn: `arn:aws:sts::${payments}:assumed-role/lastkey-respond/changed`,
      parameters: { UserName: 'deployer', Status: 'Inactive' },
      outcome: 'succeeded',
    });
  });

  it('keeps a failed message until its time-out has passed on the clock, then as a dead letter', async () => {
    await createKey('poison');
    const first = await organization.idle();
    expect(first.waiting).toMatchObject([{ queueName: 'lastkey-changed' }]);
    await organization.time.advance(61_000);
    await organization.idle();
    await organization.time.advance(61_000);
    expect(await organization.idle()).toEqual({ waiting: [] });
    expect(await organization.deadLetters()).toMatchObject([
      { queueName: 'lastkey-changed-dead-letter', body: expect.stringContaining('poison') },
    ]);
  });

  it('does not forward a read-only event by a rule in the plain state', async () => {
    const before = organization.deliveries.all().length;
    await organization.deliver(payments, 'eu-west-1', {
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRoleWithWebIdentity',
      eventTime: '2026-12-01T09:00:00Z',
      eventType: 'AwsApiCall',
      readOnly: true,
    });
    expect(organization.deliveries.all()).toHaveLength(before);
  });

  it('invokes a function that is the target of a rule, with the part that the rule names', async () => {
    const buses = new EventBridgeClient({
      endpoint: organization.endpoints.aws,
      region: 'us-east-1',
      credentials: organization.credentials(hubAccount),
    });
    await buses.send(
      new PutEventsCommand({
        Entries: [
          { EventBusName: 'lastkey', Source: 'customer', DetailType: 'x', Detail: '{"a":1}' },
        ],
      }),
    );
    const invocation = await organization.invocations.waitFor(
      ({ purpose }) => purpose === 'slack-endpoint',
    );
    expect(invocation.event).toEqual({ a: 1 });
  });

  it('fires a schedule: three attempts, the error shown, then a dead letter', async () => {
    await organization.time.advance(3_600_000);
    const { answer } = await organization.fire('hourly');
    expect(answer).toMatchObject({
      status: 'failed',
      errorType: 'TypeError',
      errorMessage: expect.stringMatching(/^Scheduled Event at 2026-12-01T10:/),
    });
    const attempts = organization.invocations.all().filter(({ purpose }) => purpose === 'hourly');
    expect(attempts).toHaveLength(3);
    expect((await organization.deadLetters()).map(({ queueName }) => queueName)).toContain(
      'lastkey-hub-HourlyDeadLetters',
    );
  });

  it('turns a form into a payload of format 2.0 with an encoded body', async () => {
    const response = await fetch(`${organization.endpoints.api}/slack/interactions?a=1`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-slack-signature': 'v0=1' },
      body: 'payload=%7B%7D',
    });
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({
      version: '2.0',
      routeKey: 'POST /slack/interactions',
      rawPath: '/slack/interactions',
      rawQueryString: 'a=1',
      headers: { 'x-slack-signature': 'v0=1' },
      isBase64Encoded: true,
      body: Buffer.from('payload=%7B%7D').toString('base64'),
    });
    expect((await fetch(`${organization.endpoints.api}/elsewhere`)).status).toBe(404);
  });
});
