import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Alarms } from './alarms.ts';
import type { OperatedFunction } from './operated-function.ts';
import type { Sweep } from './sweep.ts';

/** A day, and six hours for a late start. */
const silentPeriods = 5;
const silentPeriod = Duration.hours(6);

/** A run that did not finish, a run that did not start, and accounts that no run can read. */
export const addSweepAlarms = (
  alarms: Alarms,
  { stateMachine }: Sweep,
  closeSweep: OperatedFunction<'close-sweep'>,
): void => {
  const executions = (metricName: string, period: Duration): Metric =>
    new Metric({
      namespace: 'AWS/States',
      metricName,
      dimensionsMap: { StateMachineArn: stateMachine.attrArn },
      statistic: 'Sum',
      period,
    });
  const period = Duration.minutes(5);
  alarms.add(alarms, 'SweepNotFinishedAlarm', {
    name: 'sweep-not-finished',
    runbook: 'sweep.md#not-finished',
    says: 'A run of the sweep failed, timed out or was stopped. Accounts may not have been read today.',
    metric: new MathExpression({
      expression: 'FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)',
      usingMetrics: {
        failed: executions('ExecutionsFailed', period),
        timedOut: executions('ExecutionsTimedOut', period),
        aborted: executions('ExecutionsAborted', period),
      },
      period,
      label: 'Runs that did not finish',
    }),
    threshold: 1,
  });
  alarms.add(alarms, 'SweepNotStartedAlarm', {
    name: 'sweep-not-started',
    runbook: 'sweep.md#not-started',
    says: 'No run of the sweep has started for 30 hours. Keys whose events were lost go unseen.',
    metric: executions('ExecutionsStarted', silentPeriod),
    threshold: 1,
    below: true,
    periods: silentPeriods,
    silence: 'broken',
  });
  alarms.add(alarms, 'AccountsNotReadAlarm', {
    name: 'accounts-not-read',
    runbook: 'sweep.md#accounts-not-read',
    says: 'At least one account could not be read in several runs in a row. Nothing is known about its keys.',
    metric: new Metric({
      namespace: 'lastkey',
      metricName: 'AccountsNotRead',
      dimensionsMap: { service: closeSweep.name },
      statistic: 'Maximum',
      period: Duration.hours(1),
    }),
    threshold: 1,
  });
};
