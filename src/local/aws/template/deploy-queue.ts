import { isRecord } from '../input.ts';
import type { LocalAws } from '../start-aws.ts';
import type { DeployedStack } from './deploy-stack.ts';
import type { ResolvedResource } from './template.ts';

const engineAttributes = [
  'VisibilityTimeout',
  'MessageRetentionPeriod',
  'MaximumMessageSize',
  'DelaySeconds',
  'ReceiveMessageWaitTimeSeconds',
];

const nameOf = (arn: unknown): string => String(arn).split(':').at(-1) ?? '';

/** The dead-letter queue is made first; the engine knows it by an ARN of its own. */
export const deployQueue = async (
  resource: ResolvedResource,
  stack: Pick<DeployedStack, 'resources'>,
  { sqs }: Pick<LocalAws, 'sqs'>,
): Promise<void> => {
  const name = nameOf(resource.arn);
  if (sqs.queueNames.has(name)) return;
  const { properties } = resource;
  const attributes = Object.fromEntries(
    engineAttributes
      .filter((attribute) => properties[attribute] !== undefined)
      .map((attribute) => [attribute, String(properties[attribute])]),
  );
  const redrive = properties['RedrivePolicy'];
  if (isRecord(redrive)) {
    const target = nameOf(redrive['deadLetterTargetArn']);
    const deadLetters = stack.resources.find(
      ({ type, arn }) => type === 'AWS::SQS::Queue' && nameOf(arn) === target,
    );
    if (deadLetters) await deployQueue(deadLetters, stack, { sqs });
    attributes['RedrivePolicy'] = JSON.stringify({
      deadLetterTargetArn: sqs.engineArn(target),
      maxReceiveCount: Number(redrive['maxReceiveCount']),
    });
  }
  await sqs.createQueue(name, attributes);
};
