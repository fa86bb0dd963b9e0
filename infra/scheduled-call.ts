import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { physicalName, rolePath } from './names.ts';
import type { OperatedFunction } from './operated-function.ts';

/**
 * Calls a function when an EventBridge Scheduler expression says so, through a role that can call
 * that function only.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export const scheduledCall = (
  scope: Construct,
  id: string,
  when: {
    /** `rate(6 hours)`, `cron(0 9 ? * MON *)`. */
    readonly expression: string;
    /** IANA name; UTC when absent. Daylight saving is Scheduler's. */
    readonly timeZone?: string;
    /** `every hour` */
    readonly inWords: string;
  },
  operated: OperatedFunction,
): CfnSchedule => {
  const role = new Role(scope, `${id}Role`, {
    roleName: `${physicalName('hub-scheduler')}-${operated.name}`,
    path: rolePath,
    description: `EventBridge Scheduler calls ${operated.name}`,
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  });
  role.addToPolicy(
    new PolicyStatement({
      sid: 'Invoke',
      actions: ['lambda:InvokeFunction'],
      resources: [operated.lambda.functionArn],
    }),
  );
  return new CfnSchedule(scope, id, {
    name: physicalName(operated.name),
    description: `Calls ${operated.name} ${when.inWords}`,
    scheduleExpression: when.expression,
    ...(when.timeZone === undefined ? {} : { scheduleExpressionTimezone: when.timeZone }),
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: operated.lambda.functionArn,
      roleArn: role.roleArn,
      // The next run takes up whatever this one missed.
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 5 },
    },
  });
};
