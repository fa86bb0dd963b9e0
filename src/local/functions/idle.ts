import type { SqsEngine } from '../aws/engines/sqs-engine.ts';
import type { EventSource } from './event-source.ts';

/** Nothing happens by itself any more, except what `waiting` names, and that only as time goes by. */
export interface Idle {
  readonly waiting: readonly WaitingMessage[];
}

/** A message that failed, or was sent with a delay, and comes (back) later. */
export interface WaitingMessage {
  readonly queueName: string;
  readonly messageId: string;
  readonly body: string;
  /** Milliseconds of organization time until a failed message is visible again. */
  readonly visibleInMs?: number;
}

export interface Activity {
  readonly sources: readonly EventSource[];
  readonly sqs: SqsEngine;
  /** Resolves when the events that writes have caused are delivered. */
  readonly settled: () => Promise<void>;
  readonly isBusy: () => boolean;
  /** Counts what has happened so far: a look across all queues holds only if it stood still. */
  readonly progress: () => number;
}

const pauseMs = 10;

export const waitUntilIdle = async (activity: Activity, timeoutMs: number): Promise<Idle> => {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    await activity.settled();
    const before = activity.progress();
    const look = await lookAround(activity);
    const isStill = before === activity.progress() && !activity.isBusy();
    if (look.busy.length === 0 && isStill) return { waiting: look.waiting };
    if (performance.now() > deadline) {
      const where = look.busy.length === 0 ? 'a running function' : look.busy.join(', ');
      throw new Error(`Not idle after ${timeoutMs} ms: still busy with ${where}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
};

const lookAround = async ({
  sources,
  sqs,
}: Activity): Promise<{
  readonly busy: readonly string[];
  readonly waiting: readonly WaitingMessage[];
}> => {
  const busy: string[] = [];
  const waiting: WaitingMessage[] = [];
  for (const source of sources) {
    const failure = source.failure();
    const { queueName } = source.mapping;
    if (failure !== null) throw new Error(`Polling of ${queueName} ended.`, { cause: failure });
    const { ready, delayed, inFlight } = await sqs.contents(queueName);
    if (ready.length > 0) busy.push(`${ready.length} ready in ${queueName}`);
    for (const { messageId, body } of delayed) waiting.push({ queueName, messageId, body });
    for (const { messageId, body, receiptHandle, visibleInMs } of inFlight) {
      if (source.waiting.has(receiptHandle) && visibleInMs > 0) {
        waiting.push({ queueName, messageId, body, visibleInMs });
      } else busy.push(`a message under way in ${queueName}`);
    }
  }
  return { busy, waiting };
};
