import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { RepairQueue } from '../../flows/repair-ports.ts';
import { failureFrom } from './aws-failure.ts';

/** The queue of the one function that may change thumbprints. */
export const repairQueue = (queueUrl: string): RepairQueue => {
  const sqs = new SQSClient({ maxAttempts: 4 });
  return {
    request: async (repair) => {
      try {
        await sqs.send(
          new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(repair) }),
        );
      } catch (error) {
        throw failureFrom(error, 'SendMessage to the repair queue');
      }
    },
  };
};
