import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { EventBridgeClient, ListRulesCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteUserCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListUsersCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalAws } from '../../../src/local/aws/start-aws.ts';
import { startAws } from '../../../src/local/aws/start-aws.ts';

const hub = '111111111111';
const payments = '222222222222';

describe('the loopback AWS', () => {
  let aws: LocalAws;
  beforeEach(async () => {
    aws = await startAws({
      accounts: [
        { accountId: hub, name: 'security' },
        {
          accountId: payments,
          name: 'payments',
          users: [
            {
              userName: 'deployer',
              accessKeys: [{ accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }],
            },
          ],
          roles: [
            {
              roleName: 'lastkey-read',
              path: '/lastkey/',
              trustPolicy: {
                Version: '2012-10-17',
                Statement: {
                  Effect: 'Allow',
                  Principal: { AWS: `arn:aws:iam::${hub}:root` },
                  Action: 'sts:AssumeRole',
                  Condition: {
                    StringEquals: { 'sts:ExternalId': 'right' },
                    ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${hub}:role/Administrator` },
                  },
                },
              },
            },
          ],
        },
        ...Array.from({ length: 20 }, (_, place) => ({
          accountId: String(300000000000 + place),
          name: `sandbox-${place}`,
        })),
      ],
    });
  });
  afterEach(() => aws.close());

  const options = (accountId: string, roleName?: string) => ({
    endpoint: aws.url,
    region: 'us-east-1',
    credentials: aws.credentials(accountId, roleName),
    maxAttempts: 1,
  });
  const iamOf = (accountId: string) => new IAMClient(options(accountId));
  const errorName = (call: Promise<unknown>): Promise<string> =>
    call.then(
      () => 'no error',
      (error: Error) => error.name,
    );

  describe('AssumeRole', () => {
    const RoleArn = `arn:aws:iam::${payments}:role/lastkey/lastkey-read`;
    const assume = (input: { RoleArn?: string; ExternalId?: string }, roleName?: string) =>
      new STSClient(options(hub, roleName)).send(
        new AssumeRoleCommand({ RoleArn, RoleSessionName: 'lastkey', ...input }),
      );

    it('leads into the state of the role’s own account', async () => {
      const { Credentials } = await assume({ ExternalId: 'right' });
      const credentials = {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken ?? '',
      };
      const iam = new IAMClient({ ...options(hub), credentials });
      const { User } = await iam.send(new GetUserCommand({ UserName: 'deployer' }));
      expect(User?.Arn).toBe(`arn:aws:iam::${payments}:user/deployer`);
    });

    it.each([
      ['a wrong external id', { ExternalId: 'wrong' }],
      ['no external id', {}],
      ['a role that is not there', { RoleArn: `${RoleArn}-2`, ExternalId: 'right' }],
      [
        'a role named without its path',
        { RoleArn: RoleArn.replace('/lastkey/', '/'), ExternalId: 'right' },
      ],
    ])('is denied for %s', async (_what, input) => {
      expect(await errorName(assume(input))).toBe('AccessDenied');
    });

    it('is denied to a principal that the condition does not name', async () => {
      expect(await errorName(assume({ ExternalId: 'right' }, 'Other'))).toBe('AccessDenied');
    });
  });

  it('refuses an unknown, an inactive and an expired key as AWS does', async () => {
    const identity = (accessKeyId: string) =>
      errorName(
        new STSClient({
          ...options(hub),
          credentials: { accessKeyId, secretAccessKey: 'x' },
        }).send(new GetCallerIdentityCommand({})),
      );
    expect(await identity('AKIAUNKNOWNUNKNOWN00')).toBe('InvalidClientTokenId');
    expect(await identity('AKIAIOSFODNN7EXAMPLE')).toBe('no error');
    await iamOf(payments).send(
      new UpdateAccessKeyCommand({
        UserName: 'deployer',
        AccessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        Status: 'Inactive',
      }),
    );
    expect(await identity('AKIAIOSFODNN7EXAMPLE')).toBe('InvalidClientTokenId');
    const { accessKeyId } = aws.credentials(hub);
    await aws.advance(366 * 24 * 3600 * 1000);
    expect(await identity(accessKeyId)).toBe('ExpiredToken');
  });

  it('gives 20 accounts a page, with State and without Status', async () => {
    const organizations = new OrganizationsClient(options(hub));
    const first = await organizations.send(new ListAccountsCommand({}));
    expect(first.Accounts).toHaveLength(20);
    expect(first.Accounts?.[0]).toMatchObject({ State: 'ACTIVE' });
    expect(first.Accounts?.[0]).not.toHaveProperty('Status');
    const second = await organizations.send(
      new ListAccountsCommand({ NextToken: first.NextToken }),
    );
    expect(second.Accounts).toHaveLength(2);
    expect(second.NextToken).toBeUndefined();
  });

  it('pages users, and keeps a user that still has keys', async () => {
    const iam = iamOf(payments);
    await iam.send(new CreateUserCommand({ UserName: 'second' }));
    const first = await iam.send(new ListUsersCommand({ MaxItems: 1 }));
    expect(first).toMatchObject({ IsTruncated: true, Users: [{ UserName: 'deployer' }] });
    const second = await iam.send(new ListUsersCommand({ MaxItems: 1, Marker: first.Marker }));
    expect(second).toMatchObject({ IsTruncated: false, Users: [{ UserName: 'second' }] });
    expect(await errorName(iam.send(new DeleteUserCommand({ UserName: 'deployer' })))).toBe(
      'DeleteConflictException',
    );
  });

  it('needs a user name from a role', async () => {
    expect(await errorName(iamOf(payments).send(new ListAccessKeysCommand({})))).toBe(
      'ValidationError',
    );
  });

  it('answers what it does not support with an error that names the call', async () => {
    const buses = new EventBridgeClient(options(hub));
    await expect(buses.send(new ListRulesCommand({}))).rejects.toThrow('events:ListRules');
    const anything = await fetch(`${aws.url}/bucket/key`);
    expect(anything.status).toBe(400);
    expect(await anything.text()).toContain('GET /bucket/key');
    const login = new AssumeRoleWithWebIdentityCommand({
      RoleArn: `arn:aws:iam::${payments}:role/any`,
      RoleSessionName: 'any',
      WebIdentityToken: 'token',
    });
    await expect(new STSClient(options(hub)).send(login)).rejects.toThrow(
      'sts:AssumeRoleWithWebIdentity',
    );
  });

  it('records each call with its caller and without secrets', async () => {
    await new SSMClient(options(hub)).send(
      new PutParameterCommand({ Name: '/token', Type: 'SecureString', Value: 'xoxb-secret' }),
    );
    const call = await aws.calls.waitFor(({ action }) => action === 'PutParameter');
    expect(call).toMatchObject({
      service: 'ssm',
      accountId: hub,
      principalArn: `arn:aws:sts::${hub}:assumed-role/Administrator/local`,
      parameters: { Name: '/token', Value: '***' },
      outcome: 'succeeded',
    });
    expect(JSON.stringify(aws.calls.all())).not.toContain('xoxb-secret');
  });

  it('records a write of IAM as CloudTrail does, and no read', async () => {
    const iam = iamOf(payments);
    await iam.send(new GetUserCommand({ UserName: 'deployer' }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'deployer' }));
    await errorName(iam.send(new CreateAccessKeyCommand({ UserName: 'deployer' })));
    await aws.settled();
    const [created, refused, ...others] = aws.organization.records.map(({ record }) => record);
    expect(others).toEqual([]);
    expect(created).toMatchObject({
      eventName: 'CreateAccessKey',
      recipientAccountId: payments,
      userIdentity: {
        type: 'AssumedRole',
        sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${payments}:role/Administrator` } },
      },
      requestParameters: { userName: 'deployer' },
      responseElements: {
        accessKey: {
          accessKeyId: AccessKey?.AccessKeyId,
          createDate: expect.stringMatching(
            /^[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d{2}:\d{2} [AP]M$/,
          ),
        },
      },
    });
    expect(JSON.stringify(created)).not.toContain(AccessKey?.SecretAccessKey);
    expect(refused).toMatchObject({
      errorCode: 'LimitExceededException',
      responseElements: null,
    });
  });

  it('looks up events 50 a page, newest first, by one attribute', async () => {
    for (let minute = 0; minute < 51; minute += 1) {
      await aws.deliver(payments, 'us-east-1', {
        eventID: `event-${minute}`,
        eventName: 'CreateUser',
        eventSource: 'iam.amazonaws.com',
        eventTime: new Date(Date.UTC(2026, 10, 1, 0, minute)).toISOString(),
      });
    }
    const trail = new CloudTrailClient(options(payments));
    const LookupAttributes = [{ AttributeKey: 'EventName' as const, AttributeValue: 'CreateUser' }];
    const first = await trail.send(new LookupEventsCommand({ LookupAttributes }));
    expect(first.Events).toHaveLength(50);
    expect(first.Events?.[0]).toMatchObject({ EventId: 'event-50', ReadOnly: 'false' });
    const second = await trail.send(
      new LookupEventsCommand({ LookupAttributes, NextToken: first.NextToken }),
    );
    expect(second.Events?.map(({ EventId }) => EventId)).toEqual(['event-0']);
    expect(
      await errorName(
        trail.send(
          new LookupEventsCommand({ LookupAttributes: [...LookupAttributes, ...LookupAttributes] }),
        ),
      ),
    ).toBe('InvalidLookupAttributesException');
  });

  it('does not let PutEvents speak as AWS', async () => {
    const { Entries, FailedEntryCount } = await new EventBridgeClient(options(hub)).send(
      new PutEventsCommand({
        Entries: [{ Source: 'aws.iam', DetailType: 'x', Detail: '{}' }],
      }),
    );
    expect(FailedEntryCount).toBe(1);
    expect(Entries?.[0]).toMatchObject({ ErrorCode: 'NotAuthorizedForSourceException' });
  });

  describe('faults', () => {
    const create = () => iamOf(payments).send(new CreateUserCommand({ UserName: 'new' }));
    const exists = () => aws.organization.accounts.get(payments)?.iam.users.has('new');

    it.each([
      ['throttle', 'Throttling', false],
      ['deny', 'AccessDenied', false],
      ['fail', 'ServiceFailureException', false],
      ['lose-answer', 'ServiceFailureException', true],
      ['duplicate', 'EntityAlreadyExistsException', true],
      ['delay', 'no error', true],
    ] as const)('%s', async (effect, expected, isDone) => {
      aws.faults.add({ on: { service: 'iam', action: 'CreateUser' }, effect, delayMs: 1 });
      expect(await errorName(create())).toBe(expected);
      expect(exists()).toBe(isDone);
    });

    it('drop closes the connection and does nothing', async () => {
      aws.faults.add({ on: { action: 'CreateUser' }, effect: 'drop' });
      expect(await errorName(create())).not.toBe('no error');
      expect(exists()).toBe(false);
    });

    it('strike as often as they are told to, in the account they are told', async () => {
      aws.faults.add({
        on: { action: 'GetUser', accountId: payments },
        effect: 'throttle',
        times: 2,
      });
      const get = () =>
        errorName(iamOf(payments).send(new GetUserCommand({ UserName: 'deployer' })));
      expect(await errorName(iamOf(hub).send(new GetUserCommand({ UserName: 'x' })))).toBe(
        'NoSuchEntityException',
      );
      expect([await get(), await get(), await get()]).toEqual([
        'Throttling',
        'Throttling',
        'no error',
      ]);
    });

    it('strike tables and queues too', async () => {
      aws.faults.add({ on: { service: 'dynamodb' }, effect: 'throttle', times: 1 });
      const response = await fetch(aws.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': 'DynamoDB_20120810.ListTables',
          authorization: `AWS4-HMAC-SHA256 Credential=${aws.credentials(hub).accessKeyId}/20261123/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
        },
        body: '{}',
      });
      expect(await response.json()).toMatchObject({ __type: 'ThrottlingException' });
    });

    it('follow from the seed', async () => {
      const pattern = async (): Promise<readonly string[]> => {
        const own = await startAws({ accounts: [{ accountId: hub, name: 'hub' }], seed: 7 });
        own.faults.add({ on: {}, effect: 'throttle', probability: 0.5 });
        const sts = new STSClient({
          endpoint: own.url,
          region: 'us-east-1',
          credentials: own.credentials(hub),
          maxAttempts: 1,
        });
        const names: string[] = [];
        for (let call = 0; call < 12; call += 1) {
          names.push(await errorName(sts.send(new GetCallerIdentityCommand({}))));
        }
        await own.close();
        return names;
      };
      const once = await pattern();
      expect(new Set(once)).toEqual(new Set(['Throttling', 'no error']));
      expect(await pattern()).toEqual(once);
    });
  });
});
