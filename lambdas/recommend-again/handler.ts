import { setTimeout } from 'node:timers/promises';
import { caseTable } from '../../src/adapters/aws/case-table.ts';
import { domainEvents } from '../../src/adapters/aws/domain-events.ts';
import { federationUses } from '../../src/adapters/aws/federation-uses.ts';
import { ledgerTable } from '../../src/adapters/aws/ledger-table.ts';
import { memberAccounts } from '../../src/adapters/aws/member-accounts.ts';
import { memberCredentials } from '../../src/adapters/aws/member-credentials.ts';
import { tableClient } from '../../src/adapters/aws/table-client.ts';
import { usageAccounts } from '../../src/adapters/aws/usage-accounts.ts';
import { usageTable } from '../../src/adapters/aws/usage-table.ts';
import { addressClassifier } from '../../src/core/usage/address-kind.ts';
import { shippedAddressRanges } from '../../src/core/usage/shipped-address-ranges.ts';
import { recommendAgain } from '../../src/flows/recommend-again.ts';
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
  usageAccounts: usageAccounts(credentialsFor, {
    now: systemClock.now,
    ticks: () => performance.now(),
    sleep: (milliseconds) => setTimeout(milliseconds),
  }),
  usage: usageTable(tables, environment.CASE_TABLE),
  uses: federationUses(tables, environment.CASE_TABLE),
  cases: caseTable(tables, environment.CASE_TABLE),
  ledger: ledgerTable(tables, environment.LEDGER_TABLE),
  events: domainEvents(environment.HUB_BUS),
  classify: addressClassifier(shippedAddressRanges),
};
const configuration = readConfiguration();

export const handler = sqsHandler('recommend-again', (body, { messageId }) =>
  recommendAgain(body, messageId, ports, configuration),
);
