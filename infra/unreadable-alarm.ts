import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Alarms } from './alarms.ts';
import type { OperatedFunction } from './operated-function.ts';

/** Functions count `Unreadable` under their name: `lambdas/middleware.ts`. */
export const addUnreadableAlarm = (
  alarms: Alarms,
  functions: readonly OperatedFunction[],
): void => {
  const period = Duration.minutes(5);
  const usingMetrics = Object.fromEntries(
    functions.map(({ name }, index) => [
      `m${index}`,
      new Metric({
        namespace: 'lastkey',
        metricName: 'Unreadable',
        dimensionsMap: { service: name },
        statistic: 'Sum',
        period,
      }),
    ]),
  );
  alarms.add(alarms, 'UnreadableAlarm', {
    name: 'unreadable-events',
    runbook: 'unreadable-events.md',
    says: 'An event, a notice or a click could not be read. A change may have been missed.',
    metric: new MathExpression({
      expression: Object.keys(usingMetrics)
        .map((name) => `FILL(${name}, 0)`)
        .join(' + '),
      usingMetrics,
      period,
      label: 'Unreadable events',
    }),
    threshold: 1,
  });
};
