import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Alarms } from './alarms.ts';
import type { CaseTable } from './case-table.ts';
import { deliverChanges, deliverCredentialRisks } from './deliver-events.ts';
import { FlowQueue } from './flow-queue.ts';
import type { HubBus } from './hub-bus.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { MemberAccounts } from './member-accounts.ts';
import { readRole } from './names.ts';
import { OperatedFunction } from './operated-function.ts';

export interface KeyExposureProps {
  readonly alarms: Alarms;
  readonly bundles: string;
  readonly hub: HubBus;
  readonly cases: CaseTable;
  readonly ledger: LedgerTable;
  readonly members: MemberAccounts;
}

/** What hears at once of a key that AWS found in public: by its quarantine of the user, and by AWS Health. */
export class KeyExposure extends Construct {
  constructor(scope: Construct, id: string, props: KeyExposureProps) {
    super(scope, id);
    const { alarms, bundles, hub, cases, ledger, members } = props;
    const queue = new FlowQueue(this, 'Queue', {
      name: 'key-exposed',
      functionTimeout: Duration.seconds(60),
      batchSize: 1,
    });
    const keyExposed = new OperatedFunction(this, 'Function', {
      alarms,
      bundles,
      name: 'key-exposed',
      description: 'Tells about a key that AWS found in public, and pulls its date forward',
      runbook: 'key-exposed.md',
      calledBy: queue,
      environment: {
        CASE_TABLE: cases.table.tableName,
        LEDGER_TABLE: ledger.table.tableName,
        HUB_BUS: hub.bus.eventBusName,
        READ_ROLE: readRole,
        EXTERNAL_ID: members.externalId,
      },
    });
    cases.grantReadWrite(keyExposed);
    ledger.grantAppend(keyExposed);
    hub.grantPutEvents(keyExposed);
    members.grantRead(keyExposed);
    members.grantDescribe(keyExposed);
    deliverChanges(this, hub.bus, 'key-exposed', queue);
    deliverCredentialRisks(this, hub.bus, queue);
  }
}
