import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Alarms } from './alarms.ts';
import type { CaseTable } from './case-table.ts';
import type { LedgerTable } from './ledger-table.ts';
import { OperatedFunction } from './operated-function.ts';
import { scheduledCall } from './scheduled-call.ts';
import type { Settings } from './settings.ts';
import type { SlackSecret } from './slack-secret.ts';

export interface DigestProps {
  readonly settings: Settings;
  readonly alarms: Alarms;
  readonly bundles: string;
  readonly cases: CaseTable;
  readonly ledger: LedgerTable;
  readonly slackSecret: SlackSecret;
}

/** What tells the platform team once a week what the coming days would bring. */
export class Digest extends Construct {
  constructor(scope: Construct, id: string, props: DigestProps) {
    super(scope, id);
    const { settings, alarms, bundles, cases, ledger, slackSecret } = props;
    const digest = new OperatedFunction(this, 'Function', {
      alarms,
      bundles,
      name: 'digest',
      description: 'Sends the week ahead to the channel of the platform team',
      runbook: 'digest.md',
      calledBy: { event: 'schedule', timeout: Duration.minutes(15) },
      memorySize: 1024,
      environment: {
        CASE_TABLE: cases.table.tableName,
        LEDGER_TABLE: ledger.table.tableName,
        SLACK_SECRET_ARN: slackSecret.arn,
      },
    });
    cases.grantReadAll(digest);
    cases.grantClaim(digest);
    ledger.grantAppend(digest);
    slackSecret.grantRead(digest);
    const { day, time, timeZone } = settings.digest;
    const [hour, minute] = time.split(':').map(Number);
    scheduledCall(
      this,
      'Schedule',
      {
        expression: `cron(${minute} ${hour} ? * ${day.toUpperCase()} *)`,
        timeZone,
        inWords: `every ${day} at ${time} (${timeZone})`,
      },
      digest,
    );
  }
}
