import { createHash, randomUUID } from 'node:crypto';
import { buildApp } from 'fauxqs';
import { isRecord } from '../input.ts';
import type { WireAnswer } from '../protocol/query-answer.ts';

/** Messages of a queue, by what may be done with them. */
export interface QueueContents {
  readonly ready: readonly QueuedMessage[];
  readonly delayed: readonly QueuedMessage[];
  readonly inFlight: readonly (QueuedMessage & {
    readonly receiptHandle: string;
    /** Milliseconds of organization time until the message is visible again. */
    readonly visibleInMs: number;
  })[];
}
export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly receiveCount: number;
}

/**
 * SQS by fauxqs, which is built but never listens. fauxqs lives in real time; {@link advance} moves
 * visibility and delay time-outs along with the organization's clock.
 */
export interface SqsEngine {
  /** A request as the SDK sent it. */
  answer(target: string, authorization: string, body: string): Promise<WireAnswer>;
  /** A call by AWS itself: unrecorded, and without faults. */
  call(action: string, input: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>;
  createQueue(name: string, attributes: Readonly<Record<string, string>>): Promise<void>;
  queueUrl(name: string): string;
  /** fauxqs knows one account; redrive policies use its ARNs. */
  engineArn(name: string): string;
  contents(name: string): Promise<QueueContents>;
  advance(milliseconds: number): Promise<void>;
  readonly queueNames: ReadonlySet<string>;
  close(): Promise<void>;
}

/**
 * @param host host and port of our own door, which queue URLs name instead of fauxqs's own
 * @param accountId the account that queue URLs name
 */
export const sqsEngine = (host: () => string, region: string, accountId: string): SqsEngine => {
  const ownUrl = (nameOrUrl: unknown): string =>
    `http://${host()}/${accountId}/${String(nameOrUrl).split('/').at(-1)}`;
  const app = buildApp({ logger: false, defaultRegion: region });
  const queueNames = new Set<string>();
  const held = new Set<{
    dueAt: number;
    readonly send: () => Promise<void>;
    readonly queueUrl: string;
    readonly message: QueuedMessage;
  }>();

  const engineUrl = (queueUrl: unknown): string =>
    `http://sqs.${region}.localhost/000000000000/${String(queueUrl).split('/').at(-1)}`;

  const answer: SqsEngine['answer'] = async (target, authorization, body) => {
    const input = jsonRecord(body);
    const delayed = target === 'AmazonSQS.SendMessage' ? hold(authorization, input) : null;
    if (delayed) return delayed;
    const response = await app.inject({
      method: 'POST',
      url: '/',
      headers: {
        host: 'localhost',
        authorization,
        'content-type': contentType,
        'x-amz-target': target,
      },
      payload: JSON.stringify(
        'QueueUrl' in input ? { ...input, QueueUrl: engineUrl(input['QueueUrl']) } : input,
      ),
    });
    if (target === 'AmazonSQS.CreateQueue' && response.statusCode === 200) {
      queueNames.add(String(input['QueueName']));
    }
    const output = jsonRecord(response.payload);
    const queryError = response.headers['x-amzn-query-error'];
    return {
      status: response.statusCode,
      headers: {
        'content-type': contentType,
        ...(queryError === undefined ? {} : { 'x-amzn-query-error': String(queryError) }),
      },
      body: JSON.stringify({
        ...output,
        ...('QueueUrl' in output ? { QueueUrl: ownUrl(output['QueueUrl']) } : {}),
        ...(Array.isArray(output['QueueUrls'])
          ? { QueueUrls: output['QueueUrls'].map(ownUrl) }
          : {}),
      }),
    };
  };

  /** Keeps a message with a delay until its time, by the organization's clock. */
  const hold = (
    authorization: string,
    input: Readonly<Record<string, unknown>>,
  ): WireAnswer | null => {
    if (!(Number(input['DelaySeconds'] ?? 0) > 0)) return null;
    const { DelaySeconds, ...rest } = input;
    const text = String(input['MessageBody']);
    const messageId = randomUUID();
    const entry = {
      dueAt: Date.now() + Number(DelaySeconds) * 1000,
      queueUrl: String(input['QueueUrl']),
      message: { messageId, body: text, receiveCount: 0 },
      send: async () => {
        await answer('AmazonSQS.SendMessage', authorization, JSON.stringify(rest));
      },
    };
    held.add(entry);
    return {
      status: 200,
      headers: { 'content-type': contentType },
      body: JSON.stringify({
        MessageId: messageId,
        MD5OfMessageBody: createHash('md5').update(text).digest('hex'),
      }),
    };
  };

  const releaseDue = async (): Promise<void> => {
    for (const entry of [...held].filter(({ dueAt }) => dueAt <= Date.now())) {
      held.delete(entry);
      await entry.send();
    }
  };
  const ticking = setInterval(() => void releaseDue(), 250);
  ticking.unref();

  const engine: SqsEngine = {
    answer,
    queueNames,
    queueUrl: ownUrl,
    engineArn: (name) => `arn:aws:sqs:${region}:000000000000:${name}`,
    async call(action, input) {
      const response = await answer(`AmazonSQS.${action}`, '', JSON.stringify(input));
      if (response.status !== 200) {
        throw new Error(`The queue engine refused ${action}: ${response.body}`);
      }
      return jsonRecord(response.body);
    },
    async createQueue(name, attributes) {
      await engine.call('CreateQueue', { QueueName: name, Attributes: attributes });
    },
    async contents(name) {
      const response = await app.inject({ method: 'GET', url: `/_fauxqs/queues/${name}` });
      if (response.statusCode !== 200) throw new Error(`There is no queue ${name}.`);
      const { messages } = response.json<{ messages: InspectedMessages }>();
      const url = engine.queueUrl(name);
      return {
        ready: messages.ready.map(queuedMessage),
        delayed: [
          ...messages.delayed.map(queuedMessage),
          ...[...held].filter(({ queueUrl }) => queueUrl === url).map(({ message }) => message),
        ],
        inFlight: messages.inflight.map((entry) => ({
          ...queuedMessage(entry.message),
          receiptHandle: entry.receiptHandle,
          visibleInMs: entry.visibilityDeadline - Date.now(),
        })),
      };
    },
    async advance(milliseconds) {
      for (const entry of held) entry.dueAt -= milliseconds;
      await releaseDue();
      for (const name of queueNames) {
        for (const message of (await engine.contents(name)).inFlight) {
          const left = Math.max(0, Math.ceil((message.visibleInMs - milliseconds) / 1000));
          await engine.call('ChangeMessageVisibility', {
            QueueUrl: engine.queueUrl(name),
            ReceiptHandle: message.receiptHandle,
            VisibilityTimeout: left,
          });
        }
      }
    },
    async close() {
      clearInterval(ticking);
      held.clear();
      await app.close();
    },
  };
  return engine;
};

const contentType = 'application/x-amz-json-1.0';

const jsonRecord = (text: string): Record<string, unknown> => {
  const parsed: unknown = text === '' ? {} : JSON.parse(text);
  return isRecord(parsed) ? parsed : {};
};

interface InspectedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly approximateReceiveCount: number;
}
interface InspectedMessages {
  readonly ready: readonly InspectedMessage[];
  readonly delayed: readonly InspectedMessage[];
  readonly inflight: readonly {
    readonly message: InspectedMessage;
    readonly receiptHandle: string;
    readonly visibilityDeadline: number;
  }[];
}

const queuedMessage = (message: InspectedMessage): QueuedMessage => ({
  messageId: message.messageId,
  body: message.body,
  receiveCount: message.approximateReceiveCount,
});
