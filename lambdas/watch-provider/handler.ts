import { caseTable } from '../../src/adapters/aws/case-table.ts';
import { domainEvents } from '../../src/adapters/aws/domain-events.ts';
import { ledgerTable } from '../../src/adapters/aws/ledger-table.ts';
import { memberAccounts } from '../../src/adapters/aws/member-accounts.ts';
import { memberCredentials } from '../../src/adapters/aws/member-credentials.ts';
import { providerSightings } from '../../src/adapters/aws/provider-sightings.ts';
import { repairQueue } from '../../src/adapters/aws/repair-queue.ts';
import { tableClient } from '../../src/adapters/aws/table-client.ts';
import { verificationMethods } from '../../src/adapters/aws/verification-methods.ts';
import { issuers } from '../../src/adapters/tls/issuers.ts';
import { publicProbeRules } from '../../src/adapters/tls/public-probe-rules.ts';
import { watchProvider } from '../../src/flows/watch-provider.ts';
import { systemClock } from '../clock.ts';
import { readConfiguration } from '../configuration.ts';
import { readEnvironment } from '../environment.ts';
import { sqsHandler } from '../middleware.ts';
import { partition } from '../partition.ts';
import { environmentSchema } from './env.ts';

const environment = readEnvironment(environmentSchema);
const tables = tableClient();
const ports = {
  clock: systemClock,
  members: memberAccounts(
    memberCredentials({
      role: environment.READ_ROLE,
      externalId: environment.EXTERNAL_ID,
      partition: partition(),
      now: Date.now,
    }),
    systemClock.now,
  ),
  cases: caseTable(tables, environment.CASE_TABLE),
  issuers: issuers(publicProbeRules),
  methods: verificationMethods(tables, environment.CASE_TABLE),
  sightings: providerSightings(tables, environment.CASE_TABLE),
  ledger: ledgerTable(tables, environment.LEDGER_TABLE),
  events: domainEvents(environment.HUB_BUS),
  repairs: repairQueue(environment.REPAIR_QUEUE_URL),
};
const configuration = readConfiguration();

export const handler = sqsHandler('watch-provider', (body, { messageId }) =>
  watchProvider(body, messageId, ports, configuration),
);
