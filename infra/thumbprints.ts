import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Alarms } from './alarms.ts';
import type { CaseTable } from './case-table.ts';
import { deliverProviderChanges } from './deliver-events.ts';
import { everyHours } from './every-hours.ts';
import { FlowQueue } from './flow-queue.ts';
import type { HubBus } from './hub-bus.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { MemberAccounts } from './member-accounts.ts';
import { readRole, repairRole, stopSwitchName } from './names.ts';
import { OperatedFunction } from './operated-function.ts';
import type { Settings } from './settings.ts';
import type { StopSwitch } from './stop-switch.ts';

export interface ThumbprintsProps {
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

/** What looks at issuers, every six hours and when a provider changes, and what repairs a list. */
export class Thumbprints extends Construct {
  constructor(scope: Construct, id: string, props: ThumbprintsProps) {
    super(scope, id);
    const { settings, alarms, bundles, hub, cases, ledger, members, stopSwitch } = props;
    const operated = { alarms, bundles };
    const changed = new FlowQueue(this, 'WatchProviderQueue', {
      name: 'watch-provider',
      functionTimeout: Duration.seconds(60),
      batchSize: 1,
    });
    const repairs = new FlowQueue(this, 'RepairQueue', {
      name: 'repair-thumbprints',
      functionTimeout: Duration.seconds(60),
      batchSize: 1,
      atMost: 2,
    });
    const environment = {
      CASE_TABLE: cases.table.tableName,
      LEDGER_TABLE: ledger.table.tableName,
      HUB_BUS: hub.bus.eventBusName,
      READ_ROLE: readRole,
      EXTERNAL_ID: members.externalId,
      REPAIR_QUEUE_URL: repairs.queue.queueUrl,
    };
    const watchAll = new OperatedFunction(this, 'WatchThumbprints', {
      ...operated,
      name: 'watch-thumbprints',
      description: 'Looks at the TLS chains and keys of every issuer that an account trusts',
      runbook: 'watch-thumbprints.md',
      calledBy: { event: 'schedule', timeout: Duration.minutes(15) },
      memorySize: 1024,
      environment,
    });
    const watchOne = new OperatedFunction(this, 'WatchProvider', {
      ...operated,
      name: 'watch-provider',
      description: 'Looks at the issuer of an OIDC provider that was made or changed',
      runbook: 'watch-provider.md',
      calledBy: changed,
      environment,
    });
    const repair = new OperatedFunction(this, 'RepairThumbprints', {
      ...operated,
      name: 'repair-thumbprints',
      description: 'Writes the thumbprint list of one OIDC provider after a second look',
      runbook: 'repair-thumbprints.md',
      calledBy: repairs,
      environment: {
        CASE_TABLE: environment.CASE_TABLE,
        LEDGER_TABLE: environment.LEDGER_TABLE,
        REPAIR_ROLE: repairRole,
        EXTERNAL_ID: environment.EXTERNAL_ID,
        STOP_SWITCH: stopSwitchName,
        DEPLOYED_MODE: settings.mayRepairThumbprints ? props.deployedMode : 'observe',
      },
    });
    for (const watcher of [watchAll, watchOne]) {
      hub.grantPutEvents(watcher);
      members.grantRead(watcher);
      repairs.grantSend(watcher);
    }
    for (const each of [watchAll, watchOne, repair]) {
      cases.grantRemember(each);
      ledger.grantAppend(each);
    }
    for (const each of [watchOne, repair]) cases.grantClaim(each);
    members.grantList(watchAll);
    if (settings.mayRepairThumbprints) members.grantRepair(repair);
    stopSwitch.grantRead(repair);
    deliverProviderChanges(this, hub.bus, changed);
    everyHours(this, 'WatchThumbprintsSchedule', 6, watchAll);
  }
}
