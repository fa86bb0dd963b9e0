import { accountNames } from '../../src/adapters/aws/account-names.ts';
import { caseTable } from '../../src/adapters/aws/case-table.ts';
import { domainEvents } from '../../src/adapters/aws/domain-events.ts';
import { federationUses } from '../../src/adapters/aws/federation-uses.ts';
import { ledgerTable } from '../../src/adapters/aws/ledger-table.ts';
import { memberAccounts } from '../../src/adapters/aws/member-accounts.ts';
import { memberCredentials } from '../../src/adapters/aws/member-credentials.ts';
import { roleCases } from '../../src/adapters/aws/role-cases.ts';
import { tableClient } from '../../src/adapters/aws/table-client.ts';
import { verificationMethods } from '../../src/adapters/aws/verification-methods.ts';
import { identityProviders } from '../../src/core/idps/catalogue.ts';
import { federationUsed } from '../../src/flows/federation-used.ts';
import { systemClock } from '../clock.ts';
import { readConfiguration } from '../configuration.ts';
import { readEnvironment } from '../environment.ts';
import { sqsBatchHandler } from '../middleware.ts';
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
  names: accountNames(partition()),
  cases: caseTable(tables, environment.CASE_TABLE),
  roles: roleCases(tables, environment.CASE_TABLE),
  uses: federationUses(tables, environment.CASE_TABLE),
  methods: verificationMethods(tables, environment.CASE_TABLE),
  ledger: ledgerTable(tables, environment.LEDGER_TABLE),
  events: domainEvents(environment.HUB_BUS),
};

const settings = { configuration: readConfiguration(), catalogue: identityProviders };

export const handler = sqsBatchHandler('federation-used', (messages) =>
  federationUsed(
    messages.map(({ body, delivery }) => ({ body, messageId: delivery.messageId })),
    ports,
    settings,
  ),
);
