import { accountList } from '../../src/adapters/aws/account-list.ts';
import { accountNames } from '../../src/adapters/aws/account-names.ts';
import { caseTable } from '../../src/adapters/aws/case-table.ts';
import { domainEvents } from '../../src/adapters/aws/domain-events.ts';
import { exposureReadings } from '../../src/adapters/aws/exposure-reading.ts';
import { ledgerTable } from '../../src/adapters/aws/ledger-table.ts';
import { memberAccounts } from '../../src/adapters/aws/member-accounts.ts';
import { memberCredentials } from '../../src/adapters/aws/member-credentials.ts';
import { tableClient } from '../../src/adapters/aws/table-client.ts';
import { keyExposed } from '../../src/flows/key-exposed.ts';
import { systemClock } from '../clock.ts';
import { readConfiguration } from '../configuration.ts';
import { readEnvironment } from '../environment.ts';
import { sqsHandler } from '../middleware.ts';
import { partition } from '../partition.ts';
import { environmentSchema } from './env.ts';

const environment = readEnvironment(environmentSchema);
const tables = tableClient();
const credentialsFor = memberCredentials({
  role: environment.READ_ROLE,
  externalId: environment.EXTERNAL_ID,
  partition: partition(),
  now: Date.now,
});
const ports = {
  clock: systemClock,
  members: memberAccounts(credentialsFor, systemClock.now),
  exposures: exposureReadings(credentialsFor, systemClock.now),
  names: accountNames(partition()),
  list: accountList(tables, environment.CASE_TABLE),
  cases: caseTable(tables, environment.CASE_TABLE),
  ledger: ledgerTable(tables, environment.LEDGER_TABLE),
  events: domainEvents(environment.HUB_BUS),
};
const configuration = readConfiguration();

export const handler = sqsHandler('key-exposed', (body, { messageId }) =>
  keyExposed(body, messageId, ports, configuration),
);
