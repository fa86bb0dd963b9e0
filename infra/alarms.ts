import { Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { physicalName } from './names.ts';

export interface AlarmProps {
  /** Alarm name after `lastkey-`. */
  readonly name: string;
  /** File of `runbooks/`, with the section when it has several: `respond.md#errors`. */
  readonly runbook: string;
  /** What is broken and what that means, for the person who is paged. */
  readonly says: string;
  readonly metric: IMetric;
  /** Alarms from this value on, or below it with `below`. */
  readonly threshold: number;
  readonly below?: boolean;
  /** How many periods in a row; 1 when absent. */
  readonly periods?: number;
  /** What silence means: nothing wrong (the default), or that the thing itself is down. */
  readonly silence?: 'well' | 'broken';
}

/** Every alarm goes to one topic and names its runbook; there is no other way to make one. */
export class Alarms extends Construct {
  readonly topic: Topic;
  private readonly runbooks: string;

  constructor(scope: Construct, id: string, props: { readonly runbooks: string }) {
    super(scope, id);
    this.runbooks = props.runbooks;
    // CloudWatch cannot publish to a topic under the AWS managed key.
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
    const key = new Key(this, 'Key', {
      description: 'Encrypts the alarm notifications of lastkey',
      enableKeyRotation: true,
    });
    key.grantEncryptDecrypt(
      new ServicePrincipal('cloudwatch.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    this.topic = new Topic(this, 'Topic', {
      topicName: physicalName('alarms'),
      masterKey: key,
      enforceSSL: true,
    });
  }

  add(scope: Construct, id: string, props: AlarmProps): Alarm {
    const alarm = new Alarm(scope, id, {
      alarmName: physicalName(props.name),
      alarmDescription: `${props.says}\nRunbook: ${this.runbooks}/${props.runbook}`,
      metric: props.metric,
      threshold: props.threshold,
      evaluationPeriods: props.periods ?? 1,
      comparisonOperator: props.below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData:
        props.silence === 'broken' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    return alarm;
  }
}
