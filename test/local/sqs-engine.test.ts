import {
  ChangeMessageVisibilityCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalAws } from '../../src/local/aws/start-aws.ts';
import { startAws } from '../../src/local/aws/start-aws.ts';

describe('a queue on the organization’s clock', () => {
  let aws: LocalAws;
  let sqs: SQSClient;
  let QueueUrl: string;
  beforeEach(async () => {
    aws = await startAws({
      accounts: [{ accountId: '111111111111', name: 'hub' }],
      queues: { notify: { VisibilityTimeout: '60' } },
    });
    sqs = new SQSClient({
      endpoint: aws.url,
      region: 'us-east-1',
      credentials: aws.credentials('111111111111'),
    });
    QueueUrl = (await sqs.send(new GetQueueUrlCommand({ QueueName: 'notify' }))).QueueUrl ?? '';
  });
  afterEach(() => aws.close());

  const receive = async () =>
    (await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.[0];

  it('is addressed at the one port', () => {
    expect(QueueUrl).toBe(`${aws.url}/111111111111/notify`);
  });

  it('shows a message again when its time-out has passed', async () => {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
    expect(await receive()).toMatchObject({ Body: 'hello' });
    await aws.advance(59_000);
    expect(await receive()).toBeUndefined();
    await aws.advance(2_000);
    expect(await receive()).toMatchObject({ Body: 'hello' });
  });

  it('hides a message for as long as its reader asks', async () => {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
    const message = await receive();
    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl,
        ReceiptHandle: message?.ReceiptHandle,
        VisibilityTimeout: 600,
      }),
    );
    await aws.advance(599_000);
    expect(await receive()).toBeUndefined();
    await aws.advance(2_000);
    expect(await receive()).toMatchObject({ Body: 'hello' });
  });

  it('holds a delayed message back', async () => {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'later', DelaySeconds: 30 }));
    expect(await receive()).toBeUndefined();
    expect((await aws.sqs.contents('notify')).delayed).toMatchObject([{ body: 'later' }]);
    await aws.advance(30_000);
    expect(await receive()).toMatchObject({ Body: 'later' });
  });
});
