import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Alarms } from './alarms.ts';
import type { CaseTable } from './case-table.ts';
import { deliverForRecommendations } from './deliver-events.ts';
import { FlowQueue } from './flow-queue.ts';
import type { HubBus } from './hub-bus.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { MemberAccounts } from './member-accounts.ts';
import { readRole } from './names.ts';
import { OperatedFunction } from './operated-function.ts';

export interface RecommendAgainProps {
  readonly alarms: Alarms;
  readonly bundles: string;
  readonly hub: HubBus;
  readonly cases: CaseTable;
  readonly ledger: LedgerTable;
  readonly members: MemberAccounts;
}

/** What looks at the use of a key, slowly, and works its recommendation out again. */
export class RecommendAgain extends Construct {
  constructor(scope: Construct, id: string, props: RecommendAgainProps) {
    super(scope, id);
    const { alarms, bundles, hub, cases, ledger, members } = props;
    const causes = new FlowQueue(this, 'Queue', {
      name: 'recommend-again',
      // Look-ups go two a second, and a claim is held for three minutes.
      functionTimeout: Duration.seconds(150),
      batchSize: 1,
      // An account's look-ups share one pace, whoever makes them.
      atMost: 2,
    });
    const again = new OperatedFunction(this, 'Function', {
      alarms,
      bundles,
      name: 'recommend-again',
      description: 'Looks at what a key is used for, and works its recommendation out again',
      runbook: 'recommend-again.md',
      calledBy: causes,
      environment: {
        CASE_TABLE: cases.table.tableName,
        LEDGER_TABLE: ledger.table.tableName,
        HUB_BUS: hub.bus.eventBusName,
        READ_ROLE: readRole,
        EXTERNAL_ID: members.externalId,
      },
    });
    cases.grantReadWrite(again);
    ledger.grantAppend(again);
    hub.grantPutEvents(again);
    members.grantRead(again);
    deliverForRecommendations(this, hub.bus, causes);
  }
}
