import { actingAccounts } from '../../src/adapters/aws/acting-accounts.ts';
import { caseTable } from '../../src/adapters/aws/case-table.ts';
import { coverageTable } from '../../src/adapters/aws/coverage-table.ts';
import { domainEvents } from '../../src/adapters/aws/domain-events.ts';
import { keyCounts } from '../../src/adapters/aws/key-counts.ts';
import { ledgerTable } from '../../src/adapters/aws/ledger-table.ts';
import { limitsTable } from '../../src/adapters/aws/limits-table.ts';
import { memberCredentials } from '../../src/adapters/aws/member-credentials.ts';
import { stopSwitch } from '../../src/adapters/aws/stop-switch.ts';
import { tableClient } from '../../src/adapters/aws/table-client.ts';
import { respond } from '../../src/flows/respond.ts';
import { systemClock } from '../clock.ts';
import { readConfiguration } from '../configuration.ts';
import { readEnvironment } from '../environment.ts';
import { sqsHandler } from '../middleware.ts';
import { partition, region, urlSuffix } from '../partition.ts';
import { environmentSchema } from './env.ts';
import { parseResponseRequest } from './parse-response-request.ts';

const environment = readEnvironment(environmentSchema);
const tables = tableClient();
const ports = {
  clock: systemClock,
  acting: actingAccounts(
    memberCredentials({
      role: environment.RESPOND_ROLE,
      externalId: environment.EXTERNAL_ID,
      partition: partition(),
      now: Date.now,
    }),
    systemClock.now,
  ),
  cases: caseTable(tables, environment.CASE_TABLE),
  limits: limitsTable(tables, environment.CASE_TABLE),
  keyCounts: keyCounts(coverageTable(tables, environment.CASE_TABLE)),
  ledger: ledgerTable(tables, environment.LEDGER_TABLE),
  events: domainEvents(environment.HUB_BUS),
  stopSwitch: stopSwitch(environment.STOP_SWITCH, region(), urlSuffix()),
};
const settings = {
  configuration: readConfiguration(),
  deployedMode: environment.DEPLOYED_MODE,
};

export const handler = sqsHandler('respond', (body) =>
  respond(parseResponseRequest(body), ports, settings),
);
