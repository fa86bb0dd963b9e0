import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalAws } from '../../src/local/aws/start-aws.ts';
import { startAws } from '../../src/local/aws/start-aws.ts';
import { deployStack } from '../../src/local/aws/template/deploy-stack.ts';

const hub = '111111111111';
const member = '222222222222';
const all = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
const busArn = (name: string) => `arn:aws:events:us-east-1:${hub}:event-bus/${name}`;
const roleArn = `arn:aws:iam::${member}:role/forward`;

const rule = (bus: string, state: string, target: object) => ({
  Type: 'AWS::Events::Rule',
  Properties: {
    EventBusName: bus,
    State: state,
    EventPattern: { account: [member] },
    Targets: [{ Id: 'target', ...target }],
  },
});
const allowing = (condition: object) => ({
  Statement: [
    {
      Effect: 'Allow',
      Principal: '*',
      Action: 'events:PutEvents',
      Resource: '*',
      Condition: condition,
    },
    {
      Effect: 'Deny',
      Principal: '*',
      Action: 'events:PutEvents',
      Resource: '*',
      Condition: { 'ForAnyValue:StringEquals': { 'events:source': 'lastkey' } },
    },
  ],
});
const ofOrganization = allowing({ StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } });

const sending = (source: object) => ({
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: '*',
      Condition: { ArnLike: { 'aws:SourceArn': source } },
    },
  ],
});
const lettingEventBridgeSend = sending([`arn:aws:events:us-east-1:${hub}:rule/*`]);

const login = {
  eventSource: 'sts.amazonaws.com',
  eventName: 'AssumeRoleWithWebIdentity',
  eventTime: '2026-11-23T09:00:00Z',
  readOnly: true,
  managementEvent: true,
};
const newKey = {
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateAccessKey',
  eventTime: '2026-11-23T09:00:00Z',
  readOnly: false,
};

describe('an event on its way to the hub', () => {
  let aws: LocalAws;
  beforeEach(async () => {
    aws = await startAws({
      accounts: [
        { accountId: hub, name: 'hub' },
        { accountId: member, name: 'member' },
      ],
    });
  });
  afterEach(() => aws.close());

  const deploy = async (
    memberState: string,
    hubState: string,
    policy: object = ofOrganization,
    queuePolicy: object = lettingEventBridgeSend,
  ): Promise<void> => {
    await deployStack(aws, {
      stackName: 'hub',
      accountId: hub,
      region: 'us-east-1',
      template: {
        Resources: {
          Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'changed' } },
          QueuePolicy: {
            Type: 'AWS::SQS::QueuePolicy',
            Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: queuePolicy },
          },
          Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'lastkey', Policy: policy } },
          Second: { Type: 'AWS::Events::EventBus', Properties: { Name: 'second' } },
          ToQueue: rule('lastkey', hubState, { Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }),
          ToSecond: rule('lastkey', hubState, { Arn: busArn('second'), RoleArn: roleArn }),
          FromSecond: rule('second', hubState, { Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }),
        },
      },
    });
    await deployStack(aws, {
      stackName: 'member',
      accountId: member,
      region: 'us-east-1',
      template: {
        Resources: {
          Rule: rule('default', memberState, { Arn: busArn('lastkey'), RoleArn: roleArn }),
        },
      },
    });
  };
  const arrived = async (): Promise<readonly unknown[]> =>
    (await aws.sqs.contents('changed')).ready.map(({ body }) => JSON.parse(body) as unknown);

  it('keeps its account and region, and carries the record', async () => {
    await deploy('ENABLED', 'ENABLED');
    await aws.deliver(member, 'us-east-1', newKey);
    expect(await arrived()).toEqual([
      {
        version: '0',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        'detail-type': 'AWS API Call via CloudTrail',
        source: 'aws.iam',
        account: member,
        time: '2026-11-23T09:00:00Z',
        region: 'us-east-1',
        resources: [],
        detail: newKey,
      },
    ]);
  });

  it.each([
    [all, all, 1],
    [all, 'ENABLED', 0],
    ['ENABLED', all, 0],
    ['DISABLED', all, 0],
  ])('read-only, with member rule %s and hub rule %s: %i arrive', async (one, other, count) => {
    await deploy(one, other);
    await aws.deliver(member, 'us-east-1', login);
    expect(await arrived()).toHaveLength(count);
  });

  it('knows a login as read-only without the flag of newer records', async () => {
    await deploy('ENABLED', 'ENABLED');
    const { readOnly: _, ...older } = login;
    await aws.deliver(member, 'us-east-1', older);
    expect(await arrived()).toEqual([]);
  });

  it('is forwarded once, and not again', async () => {
    await deploy('ENABLED', 'ENABLED');
    await aws.deliver(member, 'us-east-1', newKey);
    expect(await arrived()).toHaveLength(1);
    const second = await aws.deliveries.waitFor(({ targetArn }) => targetArn === busArn('second'));
    expect(second.outcome).toEqual({ refused: expect.stringContaining('forwarded once') });
  });

  it('needs a policy of the bus', async () => {
    await deploy(
      'ENABLED',
      'ENABLED',
      allowing({ StringEquals: { 'aws:PrincipalOrgID': 'o-other' } }),
    );
    await aws.deliver(member, 'us-east-1', newKey);
    expect(await arrived()).toEqual([]);
    expect(aws.deliveries.all()[0]?.outcome).toEqual({
      refused: expect.stringContaining('no policy'),
    });
  });

  it('needs a policy of the queue', async () => {
    await deploy('ENABLED', 'ENABLED', ofOrganization, sending(['arn:aws:events:*:*:rule/other']));
    await aws.deliver(member, 'us-east-1', newKey);
    expect(await arrived()).toEqual([]);
    expect(aws.deliveries.all()[0]?.outcome).toEqual({
      refused: expect.stringContaining('no policy of the queue'),
    });
  });

  it('is refused by an explicit deny, in the hub too', async () => {
    await deploy('ENABLED', 'ENABLED');
    const buses = new EventBridgeClient({
      endpoint: aws.url,
      region: 'us-east-1',
      credentials: aws.credentials(hub),
      maxAttempts: 1,
    });
    const Entries = [{ EventBusName: 'lastkey', Source: 'lastkey', DetailType: 'x', Detail: '{}' }];
    await expect(buses.send(new PutEventsCommand({ Entries }))).rejects.toThrow('explicit deny');
  });

  it('reaches nobody when CloudTrail’s record is over 256 KB', async () => {
    await deploy('ENABLED', 'ENABLED');
    const large = { ...newKey, requestParameters: { filler: 'x'.repeat(256 * 1024) } };
    expect(await aws.deliver(member, 'us-east-1', large)).toBe('too-large');
    expect(await arrived()).toEqual([]);
    expect(aws.organization.records).toHaveLength(1);
  });

  it('may come twice or never, when told so', async () => {
    await deploy('ENABLED', 'ENABLED');
    const on = { service: 'events', action: 'Deliver', eventName: 'CreateAccessKey' };
    aws.faults.add({ on, effect: 'duplicate', times: 1 });
    await aws.deliver(member, 'us-east-1', newKey);
    expect(await arrived()).toHaveLength(2);
    aws.faults.add({ on, effect: 'drop', times: 1 });
    await aws.deliver(member, 'us-east-1', newKey);
    expect(await arrived()).toHaveLength(2);
  });
});
