import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetUserCommand, IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decideByPolicies } from '../../../src/local/aws/policy/decide-by-policies.ts';
import type { LocalAws } from '../../../src/local/aws/start-aws.ts';
import { startAws } from '../../../src/local/aws/start-aws.ts';
import { deployStack } from '../../../src/local/aws/template/deploy-stack.ts';

interface Case {
  readonly name: string;
  readonly statements: readonly unknown[];
  readonly request: {
    readonly action: string;
    readonly resource?: string;
    readonly context?: Readonly<Record<string, string | readonly string[]>>;
  };
  readonly decision?: string;
  readonly error?: string;
}

const cases = JSON.parse(
  readFileSync(join(import.meta.dirname, 'policy-decisions.json'), 'utf8'),
) as readonly Case[];

describe('policies decide', () => {
  it.each(cases)('$name', ({ statements, request, decision, error }) => {
    const decide = () =>
      decideByPolicies([JSON.stringify({ Statement: statements })], {
        principalAccountId: '111111111111',
        principalArns: ['arn:aws:iam::111111111111:role/a'],
        context: {},
        ...request,
      });
    if (error === undefined) expect(decide()).toBe(decision);
    else expect(decide).toThrow(error);
  });
});

describe('a role that a template made', () => {
  const account = '111111111111';
  let aws: LocalAws;
  const options = () => ({
    endpoint: aws.url,
    region: 'us-east-1',
    credentials: aws.credentials(account, 'reader'),
    maxAttempts: 1,
  });
  beforeAll(async () => {
    aws = await startAws({
      accounts: [{ accountId: account, name: 'hub', users: [{ userName: 'ci', path: '/bots/' }] }],
      queues: { open: {}, closed: {} },
    });
    const policy = (Action: string, Resource: string) => ({
      PolicyName: Action.replace(':', ''),
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource }] },
    });
    await deployStack(aws, {
      stackName: 'hub',
      accountId: account,
      region: 'us-east-1',
      template: {
        Resources: {
          Role: {
            Type: 'AWS::IAM::Role',
            Properties: {
              RoleName: 'reader',
              AssumeRolePolicyDocument: { Statement: [] },
              Policies: [
                policy('iam:GetUser', `arn:aws:iam::${account}:user/bots/*`),
                policy('sqs:GetQueueUrl', '*'),
                policy('sqs:SendMessage', `arn:aws:sqs:us-east-1:${account}:open`),
              ],
            },
          },
        },
      },
    });
  });
  afterAll(() => aws.close());

  it('may do what its policies allow, on what they name', async () => {
    const iam = new IAMClient(options());
    await expect(iam.send(new GetUserCommand({ UserName: 'ci' }))).resolves.toBeDefined();
    await expect(iam.send(new GetUserCommand({ UserName: 'other' }))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:sts::${account}:assumed-role/reader/local is not authorized to perform: iam:GetUser on resource: arn:aws:iam::${account}:user/other because no identity-based policy allows the iam:GetUser action`,
    });
    await expect(iam.send(new ListUsersCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });

  it('is held to them by queues too', async () => {
    const sqs = new SQSClient(options());
    const send = async (QueueName: string) => {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
      return sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    };
    // GetQueueUrl names no queue address, and so asks for any queue.
    await expect(send('open')).resolves.toBeDefined();
    await expect(send('closed')).rejects.toThrow('sqs:SendMessage');
  });

  it('may always ask who it is', async () => {
    await expect(
      new STSClient(options()).send(new GetCallerIdentityCommand({})),
    ).resolves.toMatchObject({ Account: account });
  });
});
