import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import { failureFrom } from './aws-failure.ts';

/** SQS hides a message for twelve hours at most. */
const mostSeconds = 43_200;

/** Hides a message of a queue until the other side is ready for it: `Retry-After` of Slack. */
export const retryLater = (queueUrl: string) => {
  const sqs = new SQSClient({ maxAttempts: 4 });
  return async (
    { receiptHandle }: { readonly receiptHandle: string },
    seconds: number,
  ): Promise<void> => {
    try {
      await sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: queueUrl,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: Math.min(Math.ceil(seconds), mostSeconds),
        }),
      );
    } catch (error) {
      throw failureFrom(error, 'ChangeMessageVisibility');
    }
  };
};
