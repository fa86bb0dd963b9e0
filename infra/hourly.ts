import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { physicalName, rolePath } from './names.ts';
import type { OperatedFunction } from './operated-function.ts';

/** Calls a function once an hour. */
export const hourly = (scope: Construct, id: string, operated: OperatedFunction): CfnSchedule => {
  const role = new Role(scope, `${id}Role`, {
    roleName: physicalName('hub-scheduler'),
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
    description: `Calls ${operated.name} once an hour`,
    scheduleExpression: 'rate(1 hour)',
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: operated.lambda.functionArn,
      roleArn: role.roleArn,
      // The next hour takes up whatever this one missed.
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 5 },
    },
  });
};
