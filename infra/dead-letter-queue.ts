import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { physicalName } from './names.ts';

/** Keeps what could not be delivered or processed as long as SQS can: 14 days. */
export const deadLetterQueue = (scope: Construct, id: string, of: string): Queue =>
  new Queue(scope, id, {
    queueName: `${physicalName(of)}-dead-letter`,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
