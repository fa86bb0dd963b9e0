import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { deadLetterQueue } from './dead-letter-queue.ts';
import type { FunctionName } from './environments.ts';
import { physicalName } from './names.ts';
import type { OperatedFunction } from './operated-function.ts';

export interface FlowQueueProps {
  /** The function that reads the queue gives it its name. */
  readonly name: FunctionName;
  readonly functionTimeout: Duration;
  /** How many messages one invocation takes; 10 when absent. */
  readonly batchSize?: number;
  /** How long a batch may be collected. */
  readonly batchWindow?: Duration;
  /** Deliveries before a message is a dead letter; 5 when absent. */
  readonly deliveries?: number;
  /** How many invocations may run at once; SQS takes no less than 2. */
  readonly atMost?: number;
}

/** A queue in front of one function, with its dead-letter queue. */
export class FlowQueue extends Construct {
  readonly name: FunctionName;
  readonly functionTimeout: Duration;
  readonly queue: Queue;
  readonly deadLetters: Queue;
  private readonly props: FlowQueueProps;

  constructor(scope: Construct, id: string, props: FlowQueueProps) {
    super(scope, id);
    this.props = props;
    this.name = props.name;
    this.functionTimeout = props.functionTimeout;
    this.deadLetters = deadLetterQueue(this, 'DeadLetters', props.name);
    this.queue = new Queue(this, 'Queue', {
      queueName: physicalName(props.name),
      // With SQS's own key, EventBridge needs no key policy to deliver.
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(4),
      // Six times the function's time-out, plus the batch window.
      // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
      visibilityTimeout: Duration.seconds(
        6 * props.functionTimeout.toSeconds() + (props.batchWindow?.toSeconds() ?? 0),
      ),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.deliveries ?? 5 },
    });
  }

  /** Lets the function read the queue; a failed message goes back alone, not with its batch. */
  feed(operated: OperatedFunction): void {
    const { batchSize, batchWindow, atMost } = this.props;
    operated.allow(
      'ReadQueue',
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      [this.queue.queueArn],
    );
    new EventSourceMapping(this, 'Mapping', {
      target: operated.lambda,
      eventSourceArn: this.queue.queueArn,
      batchSize: batchSize ?? 10,
      reportBatchItemFailures: true,
      ...(batchWindow === undefined ? {} : { maxBatchingWindow: batchWindow }),
      ...(atMost === undefined ? {} : { maxConcurrency: atMost }),
    });
  }

  grantSend(operated: OperatedFunction): void {
    operated.allow(
      `Send${this.name.replace(/(^|-)(\w)/g, (_, _dash, letter: string) => letter.toUpperCase())}`,
      ['sqs:SendMessage'],
      [this.queue.queueArn],
    );
  }

  /** Lets the function that reads the queue put off a message for as long as the other side asks. */
  grantDelay(operated: OperatedFunction): void {
    operated.allow('DelayMessages', ['sqs:ChangeMessageVisibility'], [this.queue.queueArn]);
  }
}
