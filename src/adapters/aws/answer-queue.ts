import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { QueuedAnswer } from '../slack/interaction-endpoint.ts';
import { failureFrom } from './aws-failure.ts';

export interface AnswerQueue {
  readonly put: (answer: QueuedAnswer) => Promise<void>;
}

/** Where verified clicks wait. One retry only: Slack gives up after three seconds and says so. */
export const answerQueue = (queueUrl: string): AnswerQueue => {
  const sqs = new SQSClient({ maxAttempts: 2 });
  return {
    put: async (answer) => {
      try {
        await sqs.send(
          new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(answer) }),
        );
      } catch (error) {
        throw failureFrom(error, 'SendMessage to the answer queue');
      }
    },
  };
};
