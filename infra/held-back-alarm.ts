import { Duration } from 'aws-cdk-lib';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { NoticeKind } from '../src/core/keys/key-case.ts';
import type { Alarms } from './alarms.ts';
import type { OperatedFunction } from './operated-function.ts';

/** What `respond` logs as its outcome when a cap or the stop switch kept it from acting. */
const heldBack: NoticeKind = 'over-cap';

/** Over the cap means stop and ask: somebody has to be asked. */
export const addHeldBackAlarm = (alarms: Alarms, respond: OperatedFunction<'respond'>): void => {
  const filter = new MetricFilter(respond, 'HeldBack', {
    logGroup: respond.logGroup,
    filterPattern: FilterPattern.stringValue('$.did', '=', heldBack),
    metricNamespace: 'lastkey',
    metricName: 'HeldBack',
    metricValue: '1',
  });
  alarms.add(alarms, 'HeldBackAlarm', {
    name: 'acts-held-back',
    runbook: 'acts-held-back.md',
    says: 'A cap or the stop switch kept lastkey from changing a key. It stopped and asks.',
    metric: filter.metric({ statistic: 'Sum', period: Duration.minutes(5) }),
    threshold: 1,
  });
};
