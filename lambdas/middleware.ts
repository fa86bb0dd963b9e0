import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { LastkeyError } from '../src/core/model/errors.ts';
import type { FlowOutcome } from '../src/flows/ports.ts';
import { withoutSecrets } from './without-secrets.ts';

/** One message of a queue: its body parsed when it is JSON, else as it stands. */
export interface Delivery {
  readonly messageId: string;
  readonly receiptHandle: string;
  /** 1 on the first delivery. */
  readonly receiveCount: number;
}

export const logger = new Logger({ jsonReplacerFn: withoutSecrets });
const metrics = new Metrics({ namespace: 'lastkey' });

/**
 * A function behind a queue: each message goes through `flow` on its own. A flow that throws leaves
 * its message in the queue: it is redelivered, and goes to the dead-letter queue (with an alarm and a
 * runbook) after the queue's last attempt, so that nothing is dropped.
 * @param onRetryLater called before a failed message is given back when the other side said how long
 *   to wait; sets the message's visibility time-out
 */
export const sqsHandler = (
  name: string,
  flow: (body: unknown, delivery: Delivery) => Promise<FlowOutcome>,
  onRetryLater?: (delivery: Delivery, seconds: number) => Promise<void>,
) => {
  const processor = new BatchProcessor(EventType.SQS);
  const one = async (record: SQSRecord): Promise<void> => {
    const delivery = deliveryOf(record);
    try {
      noteOutcome(name, await flow(parseBody(record.body), delivery));
    } catch (error) {
      noteFailure(name, error, delivery);
      const seconds = error instanceof LastkeyError ? error.retryAfterSeconds : undefined;
      if (seconds !== undefined) await onRetryLater?.(delivery, seconds);
      throw error;
    }
  };
  return middy(
    async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
      processPartialResponse(event, one, processor, { context, throwOnFullBatchFailure: false }),
  ).use(observed());
};

/** A function behind a queue that takes the whole batch, and answers the messages that failed. */
export const sqsBatchHandler = (
  name: string,
  flow: (
    messages: readonly { readonly body: unknown; readonly delivery: Delivery }[],
  ) => Promise<{ readonly outcome: FlowOutcome; readonly failedMessageIds: readonly string[] }>,
) =>
  middy(async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const messages = event.Records.map((record) => ({
      body: parseBody(record.body),
      delivery: deliveryOf(record),
    }));
    const { outcome, failedMessageIds } = await flow(messages);
    noteOutcome(name, outcome);
    return {
      batchItemFailures: failedMessageIds.map((itemIdentifier) => ({ itemIdentifier })),
    };
  }).use(observed());

/** A function that a schedule calls. A failure is thrown: Lambda retries, then dead-letters. */
export const scheduledHandler = (name: string, flow: () => Promise<FlowOutcome>) =>
  middy(async (_event: unknown, _context: Context): Promise<void> => {
    noteOutcome(name, await flow());
  }).use(observed());

/**
 * A function that is called and answers: a step of a state machine. A failure is thrown: the caller
 * tries again.
 */
export const answeringHandler = (
  name: string,
  flow: (input: unknown) => Promise<{ readonly outcome: FlowOutcome; readonly answer: object }>,
) =>
  middy(async (input: unknown, _context: Context): Promise<object> => {
    const { outcome, answer } = await flow(input);
    noteOutcome(name, outcome);
    return answer;
  }).use(observed());

/** Context in each log line, metrics flushed at the end, failures logged once. */
export const observed = (): middy.MiddlewareObj => ({
  before: ({ context }) => {
    logger.addContext(context);
  },
  after: () => {
    publishMetrics();
  },
  onError: ({ error }) => {
    if (error !== null) logger.error('The function failed.', error);
    publishMetrics();
  },
});

const publishMetrics = (): void => {
  // An empty flush is a warning in the log.
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
};

/** Counts one thing under a fixed name; alarms are defined on some of them. */
export const count = (metric: 'Unreadable' | 'RetriedLater' | 'Failed'): void => {
  metrics.addMetric(metric, MetricUnit.Count, 1);
};

/** Says how many there are of something now; an alarm is defined on it. */
export const measure = (metric: 'AccountsNotRead', value: number): void => {
  metrics.addMetric(metric, MetricUnit.Count, value);
};

const noteOutcome = (name: string, outcome: FlowOutcome): void => {
  if (outcome.did === 'unreadable') count('Unreadable');
  logger.info(`${name}: ${outcome.did}`, {
    did: outcome.did,
    ...(outcome.subject === undefined ? {} : { subject: outcome.subject }),
  });
};

const noteFailure = (name: string, error: unknown, delivery: Delivery): void => {
  const retry = error instanceof LastkeyError && error.retry === 'yes';
  count(retry ? 'RetriedLater' : 'Failed');
  logger.warn(`${name}: the message goes back to the queue.`, {
    error: error instanceof Error ? error : new Error(String(error)),
    ...delivery,
    receiptHandle: undefined,
  });
};

const deliveryOf = (record: SQSRecord): Delivery => ({
  messageId: record.messageId,
  receiptHandle: record.receiptHandle,
  receiveCount: Number(record.attributes?.ApproximateReceiveCount ?? 1),
});

const parseBody = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return body; // the parser of the flow says that it is unreadable
  }
};
