import { Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { Alarms } from './alarms.ts';
import { physicalName, stopSwitchName } from './names.ts';
import type { OperatedFunction } from './operated-function.ts';

/**
 * Stops every act at once, and somebody is told when it is moved either way. Only the text `go` lets lastkey act: any other value, and a value that
 * cannot be read, stop it. A deployment does not reset a switch that was pulled.
 */
export class StopSwitch extends Construct {
  constructor(scope: Construct, id: string, alarms: Alarms) {
    super(scope, id);
    new StringParameter(this, 'Parameter', {
      parameterName: stopSwitchName,
      stringValue: 'go',
      allowedPattern: '^(go|stop)$',
      description: 'go: lastkey may act as configured. stop: it changes nothing anywhere.',
    });
    // A rule without a target publishes its metric, which is all that is needed.
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
    const rule = new CfnRule(this, 'Changed', {
      name: physicalName('stop-switch'),
      description: 'The stop switch was moved; the alarm watches how often this rule matches',
      eventPattern: {
        source: ['aws.ssm'],
        'detail-type': ['Parameter Store Change'],
        detail: { name: [stopSwitchName] },
      },
      state: 'ENABLED',
    });
    alarms.add(this, 'ChangedAlarm', {
      name: 'stop-switch-changed',
      runbook: 'stop-switch-changed.md',
      says: 'The stop switch was pulled or released. While it says anything but "go", no key is disabled or restored.',
      metric: new Metric({
        namespace: 'AWS/Events',
        metricName: 'TriggeredRules',
        dimensionsMap: { RuleName: rule.ref },
        statistic: 'Sum',
        period: Duration.minutes(5),
      }),
      threshold: 1,
    });
  }

  grantRead(operated: OperatedFunction): void {
    operated.allow('ReadStopSwitch', ['ssm:GetParameter'], [this.arn]);
  }

  /** For the one function that takes approvers' commands; it reads what it has set. */
  grantMove(operated: OperatedFunction): void {
    operated.allow('MoveStopSwitch', ['ssm:GetParameter', 'ssm:PutParameter'], [this.arn]);
  }

  private get arn(): string {
    return Stack.of(this).formatArn({
      service: 'ssm',
      resource: 'parameter',
      resourceName: stopSwitchName.slice(1),
    });
  }
}
