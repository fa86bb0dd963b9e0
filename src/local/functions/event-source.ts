import type { SqsEngine } from '../aws/engines/sqs-engine.ts';
import { isRecord, recordList, textList } from '../aws/input.ts';
import type { DeployedStack } from '../aws/template/deploy-stack.ts';
import { unsupported } from '../aws/unsupported.ts';
import type { FunctionPool } from './function-pool.ts';

/** A queue that feeds a function, as `AWS::Lambda::EventSourceMapping` says. */
export interface EventSourceMapping {
  readonly queueName: string;
  readonly queueArn: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly reportsBatchItemFailures: boolean;
}

export const eventSourceMappings = (stack: DeployedStack): readonly EventSourceMapping[] =>
  stack.resources
    .filter(({ type }) => type === 'AWS::Lambda::EventSourceMapping')
    .filter(({ properties }) => properties['Enabled'] !== false)
    .map(({ logicalId, properties }) => {
      const queueArn = String(properties['EventSourceArn']);
      if (!queueArn.startsWith('arn:aws:sqs:')) {
        throw unsupported(`the event source ${queueArn} (${logicalId})`);
      }
      if (properties['FilterCriteria'] !== undefined) {
        throw unsupported(`FilterCriteria (${logicalId})`);
      }
      return {
        queueArn,
        queueName: queueArn.split(':').at(-1) ?? '',
        functionName: String(properties['FunctionName']).split(':').at(-1) ?? '',
        batchSize: Number(properties['BatchSize'] ?? 10),
        reportsBatchItemFailures: textList(properties, 'FunctionResponseTypes').includes(
          'ReportBatchItemFailures',
        ),
      };
    });

export interface EventSource {
  readonly mapping: EventSourceMapping;
  /** Receipt handles of messages that failed and wait for their visibility time-out. */
  readonly waiting: ReadonlySet<string>;
  /** Why polling ended before its time; `null` while all is well. */
  readonly failure: () => unknown;
  stop(): Promise<void>;
}

interface Message {
  readonly id: string;
  readonly receiptHandle: string;
  readonly record: Readonly<Record<string, unknown>>;
}

/** Most messages that one ReceiveMessage answers. */
const largestReceive = 10;

/**
 * Polls a queue and invokes the function with what is there, up to the batch size. A batch is not
 * held back for its window: that would only make people wait.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 * @param concurrency how many batches may be under way at once
 */
export const eventSource = (
  mapping: EventSourceMapping,
  pool: FunctionPool,
  sqs: SqsEngine,
  region: string,
  concurrency: number,
): EventSource => {
  const waiting = new Set<string>();
  let stopped = false;
  const QueueUrl = sqs.queueUrl(mapping.queueName);

  const receive = async (WaitTimeSeconds: number, wanted: number): Promise<readonly Message[]> => {
    const output = await sqs.call('ReceiveMessage', {
      QueueUrl,
      WaitTimeSeconds,
      MaxNumberOfMessages: Math.min(largestReceive, wanted),
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    return recordList(output, 'Messages').map((message) => ({
      id: String(message['MessageId']),
      receiptHandle: String(message['ReceiptHandle']),
      record: sqsRecord(message, mapping.queueArn, region),
    }));
  };

  const batch = async (): Promise<readonly Message[]> => {
    const messages = [...(await receive(20, mapping.batchSize))];
    while (messages.length > 0 && messages.length < mapping.batchSize) {
      const more = await receive(0, mapping.batchSize - messages.length);
      if (more.length === 0) break;
      messages.push(...more);
    }
    return messages;
  };

  const run = async (): Promise<void> => {
    while (!stopped) {
      const messages = await batch();
      if (messages.length === 0) continue;
      const { answer } = await pool.invoke({ Records: messages.map(({ record }) => record) });
      const failed =
        answer.status === 'succeeded'
          ? failedIds(mapping, answer.result, messages)
          : new Set(messages.map(({ id }) => id));
      for (const { id, receiptHandle } of messages) {
        if (failed.has(id)) waiting.add(receiptHandle);
        else await sqs.call('DeleteMessage', { QueueUrl, ReceiptHandle: receiptHandle });
      }
    }
  };
  let failure: unknown = null;
  const runs = Array.from({ length: concurrency }, () =>
    run().catch((error: unknown) => {
      if (!stopped) failure = error;
    }),
  );

  return {
    mapping,
    waiting,
    failure: () => failure,
    async stop() {
      stopped = true;
      // Closing the queue engine ends the long polls; what was under way comes to its end here.
      await Promise.all(runs);
    },
  };
};

/** A malformed answer fails the whole batch, as in Lambda. */
const failedIds = (
  { reportsBatchItemFailures }: EventSourceMapping,
  result: unknown,
  messages: readonly Message[],
): ReadonlySet<string> => {
  if (!reportsBatchItemFailures || !isRecord(result)) return new Set();
  const all = new Set(messages.map(({ id }) => id));
  const failures = result['batchItemFailures'];
  if (failures === undefined || failures === null) return new Set();
  if (!Array.isArray(failures)) return all;
  const ids = failures.map((failure: unknown) =>
    isRecord(failure) ? String(failure['itemIdentifier']) : '',
  );
  return ids.every((id) => all.has(id)) ? new Set(ids) : all;
};

const sqsRecord = (
  message: Readonly<Record<string, unknown>>,
  queueArn: string,
  awsRegion: string,
): Readonly<Record<string, unknown>> => ({
  messageId: message['MessageId'],
  receiptHandle: message['ReceiptHandle'],
  body: message['Body'],
  attributes: message['Attributes'] ?? {},
  messageAttributes: message['MessageAttributes'] ?? {},
  md5OfBody: message['MD5OfBody'],
  eventSource: 'aws:sqs',
  eventSourceARN: queueArn,
  awsRegion,
});
