import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { ResponseQueue } from '../../flows/ports.ts';
import { failureFrom } from './aws-failure.ts';

/** The queue of the one function that may act. */
export const responseQueue = (queueUrl: string): ResponseQueue => {
  const sqs = new SQSClient({ maxAttempts: 4 });
  return {
    request: async (request) => {
      try {
        await sqs.send(
          new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(request) }),
        );
      } catch (error) {
        throw failureFrom(error, 'SendMessage to the respond queue');
      }
    },
  };
};
