import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Alarms } from './alarms.ts';
import type { FlowQueue } from './flow-queue.ts';

const silentDays = 3;

/**
 * Without a logging trail, with a write-only trail, or with a broken rule, events stop and nothing
 * fails. An organization in which nobody logs in and nothing changes for days is the rarer case.
 */
export const addSilenceAlarm = (alarms: Alarms, queues: readonly FlowQueue[]): void => {
  const period = Duration.days(1);
  const usingMetrics = Object.fromEntries(
    queues.map(({ queue }, index) => [
      `m${index}`,
      queue.metricNumberOfMessagesSent({ statistic: 'Sum', period }),
    ]),
  );
  alarms.add(alarms, 'SilenceAlarm', {
    name: 'no-events-seen',
    runbook: 'no-events-seen.md',
    says: `No account has sent an event for ${silentDays} days. Keys may be made without lastkey seeing them.`,
    metric: new MathExpression({
      expression: Object.keys(usingMetrics)
        .map((name) => `FILL(${name}, 0)`)
        .join(' + '),
      usingMetrics,
      period,
      label: 'Events received',
    }),
    threshold: 1,
    below: true,
    periods: silentDays,
    silence: 'broken',
  });
};
