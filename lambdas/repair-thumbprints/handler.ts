import { caseTable } from '../../src/adapters/aws/case-table.ts';
import { ledgerTable } from '../../src/adapters/aws/ledger-table.ts';
import { memberCredentials } from '../../src/adapters/aws/member-credentials.ts';
import { providerSightings } from '../../src/adapters/aws/provider-sightings.ts';
import { repairingAccounts } from '../../src/adapters/aws/repairing-accounts.ts';
import { stopSwitch } from '../../src/adapters/aws/stop-switch.ts';
import { tableClient } from '../../src/adapters/aws/table-client.ts';
import { verificationMethods } from '../../src/adapters/aws/verification-methods.ts';
import { issuers } from '../../src/adapters/tls/issuers.ts';
import { publicProbeRules } from '../../src/adapters/tls/public-probe-rules.ts';
import { repairThumbprints } from '../../src/flows/repair-thumbprints.ts';
import { systemClock } from '../clock.ts';
import { readConfiguration } from '../configuration.ts';
import { readEnvironment } from '../environment.ts';
import { sqsHandler } from '../middleware.ts';
import { partition, region, urlSuffix } from '../partition.ts';
import { environmentSchema } from './env.ts';
import { parseThumbprintRepair } from './parse-thumbprint-repair.ts';

const environment = readEnvironment(environmentSchema);
const tables = tableClient();
const ports = {
  clock: systemClock,
  accounts: repairingAccounts(
    memberCredentials({
      role: environment.REPAIR_ROLE,
      externalId: environment.EXTERNAL_ID,
      partition: partition(),
      now: Date.now,
    }),
    systemClock.now,
  ),
  issuers: issuers(publicProbeRules),
  methods: verificationMethods(tables, environment.CASE_TABLE),
  sightings: providerSightings(tables, environment.CASE_TABLE),
  cases: caseTable(tables, environment.CASE_TABLE),
  ledger: ledgerTable(tables, environment.LEDGER_TABLE),
  stopSwitch: stopSwitch(environment.STOP_SWITCH, region(), urlSuffix()),
};
const settings = {
  configuration: readConfiguration(),
  deployedMode: environment.DEPLOYED_MODE,
};

export const handler = sqsHandler('repair-thumbprints', (body) =>
  repairThumbprints(parseThumbprintRepair(body), ports, settings),
);
