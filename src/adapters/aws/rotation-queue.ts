import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { RotationQueue } from '../../flows/rotation-ports.ts';
import { failureFrom } from './aws-failure.ts';

/** The queue of the one function that may make keys. */
export const rotationQueue = (queueUrl: string): RotationQueue => {
  const sqs = new SQSClient({ maxAttempts: 4 });
  return {
    request: async (request) => {
      try {
        await sqs.send(
          new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(request) }),
        );
      } catch (error) {
        throw failureFrom(error, 'SendMessage to the rotation queue');
      }
    },
  };
};
