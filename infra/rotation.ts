import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Alarms } from './alarms.ts';
import type { CaseTable } from './case-table.ts';
import { FlowQueue } from './flow-queue.ts';
import type { HubBus } from './hub-bus.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { MemberAccounts } from './member-accounts.ts';
import { rotateRole, stopSwitchName } from './names.ts';
import { OperatedFunction } from './operated-function.ts';
import type { Settings } from './settings.ts';
import type { StopSwitch } from './stop-switch.ts';

export interface RotationProps {
  readonly settings: Settings;
  readonly alarms: Alarms;
  readonly bundles: string;
  readonly hub: HubBus;
  readonly cases: CaseTable;
  readonly ledger: LedgerTable;
  readonly members: MemberAccounts;
  readonly stopSwitch: StopSwitch;
  readonly deployedMode: 'observe' | 'enforce';
}

/** What makes successors for keys under an exception; without the deployment's choice it only tells. */
export class Rotation extends Construct {
  readonly requests: FlowQueue;

  constructor(scope: Construct, id: string, props: RotationProps) {
    super(scope, id);
    const { settings, alarms, bundles, hub, cases, ledger, members, stopSwitch } = props;
    this.requests = new FlowQueue(this, 'RotateQueue', {
      name: 'rotate-key',
      // A new key takes some seconds to work, and time to take it back must be left.
      functionTimeout: Duration.seconds(90),
      batchSize: 1,
      atMost: 2,
    });
    const rotate = new OperatedFunction(this, 'RotateKey', {
      alarms,
      bundles,
      name: 'rotate-key',
      description: 'Makes the successor of a key under an exception, and disables the old one',
      runbook: 'rotate-key.md',
      calledBy: this.requests,
      environment: {
        CASE_TABLE: cases.table.tableName,
        LEDGER_TABLE: ledger.table.tableName,
        HUB_BUS: hub.bus.eventBusName,
        ROTATE_ROLE: rotateRole,
        EXTERNAL_ID: members.externalId,
        STOP_SWITCH: stopSwitchName,
        DEPLOYED_MODE: settings.mayRotateKeys ? props.deployedMode : 'observe',
      },
    });
    cases.grantReadWrite(rotate);
    ledger.grantAppend(rotate);
    hub.grantPutEvents(rotate);
    stopSwitch.grantRead(rotate);
    if (settings.mayRotateKeys) members.grantRotate(rotate);
  }
}
