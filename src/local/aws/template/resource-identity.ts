import { unsupported } from '../unsupported.ts';

/** What `Ref` and `Fn::GetAtt` answer for one resource. */
export interface ResourceIdentity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Place {
  readonly accountId: string;
  readonly region: string;
  /** For a resource whose template gives it no name. */
  readonly generatedName: string;
  readonly queueUrl: (name: string) => string;
}

type Identify = (property: (name: string) => string | undefined, place: Place) => ResourceIdentity;

const named =
  (property: string, arn: (name: string, place: Place) => string): Identify =>
  (propertyOf, place) => {
    const name = propertyOf(property) ?? place.generatedName;
    return { ref: name, attributes: { Arn: arn(name, place), Name: name } };
  };

const identities: Readonly<Record<string, Identify>> = {
  'AWS::SQS::Queue': (property, place) => {
    const name = property('QueueName') ?? place.generatedName;
    const url = place.queueUrl(name);
    const Arn = `arn:aws:sqs:${place.region}:${place.accountId}:${name}`;
    return { ref: url, attributes: { Arn, QueueName: name, QueueUrl: url } };
  },
  'AWS::DynamoDB::Table': named(
    'TableName',
    (name, { region, accountId }) => `arn:aws:dynamodb:${region}:${accountId}:table/${name}`,
  ),
  'AWS::Events::EventBus': named(
    'Name',
    (name, { region, accountId }) => `arn:aws:events:${region}:${accountId}:event-bus/${name}`,
  ),
  'AWS::Events::Rule': (property, place) => {
    const name = property('Name') ?? place.generatedName;
    const bus = property('EventBusName')?.split('/').at(-1) ?? 'default';
    const path = bus === 'default' ? name : `${bus}/${name}`;
    const Arn = `arn:aws:events:${place.region}:${place.accountId}:rule/${path}`;
    return { ref: bus === 'default' ? name : `${bus}|${name}`, attributes: { Arn } };
  },
  'AWS::Lambda::Function': named(
    'FunctionName',
    (name, { region, accountId }) => `arn:aws:lambda:${region}:${accountId}:function:${name}`,
  ),
  'AWS::IAM::Role': (property, place) => {
    const name = property('RoleName') ?? place.generatedName;
    const Arn = `arn:aws:iam::${place.accountId}:role${property('Path') ?? '/'}${name}`;
    return { ref: name, attributes: { Arn } };
  },
  // The random characters are made from the name, so that a run can be repeated.
  'AWS::SecretsManager::Secret': (property, place) => {
    const name = property('Name') ?? place.generatedName;
    const arn = `arn:aws:secretsmanager:${place.region}:${place.accountId}:secret:${name}-LocaL1`;
    return { ref: arn, attributes: { Id: arn, Arn: arn } };
  },
  'AWS::SSM::Parameter': (property) => {
    const name = property('Name') ?? '';
    return {
      ref: name,
      attributes: { Type: property('Type') ?? '', Value: property('Value') ?? '' },
    };
  },
  'AWS::StepFunctions::StateMachine': (property, { region, accountId, generatedName }) => {
    const name = property('StateMachineName') ?? generatedName;
    const Arn = `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;
    return { ref: Arn, attributes: { Arn, Name: name } };
  },
  'AWS::Scheduler::Schedule': named(
    'Name',
    (name, { region, accountId }) =>
      `arn:aws:scheduler:${region}:${accountId}:schedule/default/${name}`,
  ),
};

/**
 * The identity of a resource. Of types that the local organization does not run (alarms, log
 * groups, …) only something to refer to, marked as made up.
 * @param property reads one property of the resource, resolved
 */
export const resourceIdentity = (
  type: string,
  property: (name: string) => string | undefined,
  place: Place,
): ResourceIdentity => {
  const identify = identities[type];
  if (identify) return identify(property, place);
  const name = place.generatedName;
  const Arn = `arn:aws:not-run-locally:${place.region}:${place.accountId}:${name}`;
  return { ref: name, attributes: { Arn } };
};

export const attributeOf = (
  { attributes }: ResourceIdentity,
  type: string,
  logicalId: string,
  attribute: string,
): string => {
  const value = attributes[attribute];
  if (value !== undefined) return value;
  if (type in identities) throw unsupported(`Fn::GetAtt ${logicalId}.${attribute} (${type})`);
  return `not-run-locally:${logicalId}.${attribute}`;
};
