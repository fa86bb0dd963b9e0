import { accountList } from '../../src/adapters/aws/account-list.ts';
import { accountNames } from '../../src/adapters/aws/account-names.ts';
import { caseTable } from '../../src/adapters/aws/case-table.ts';
import { domainEvents } from '../../src/adapters/aws/domain-events.ts';
import { exceptionTable } from '../../src/adapters/aws/exception-table.ts';
import { ledgerTable } from '../../src/adapters/aws/ledger-table.ts';
import { memberAccounts } from '../../src/adapters/aws/member-accounts.ts';
import { memberCredentials } from '../../src/adapters/aws/member-credentials.ts';
import { tableClient } from '../../src/adapters/aws/table-client.ts';
import { accessKeyChanged } from '../../src/flows/access-key-changed.ts';
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
  names: accountNames(partition()),
  list: accountList(tables, environment.CASE_TABLE),
  cases: caseTable(tables, environment.CASE_TABLE),
  exceptions: exceptionTable(tables, environment.CASE_TABLE),
  ledger: ledgerTable(tables, environment.LEDGER_TABLE),
  events: domainEvents(environment.HUB_BUS),
};
const settings = {
  configuration: readConfiguration(),
  ownRoles: [environment.RESPOND_ROLE, environment.ROTATE_ROLE],
};

export const handler = sqsHandler('access-key-changed', (body, { messageId }) =>
  accessKeyChanged(body, messageId, ports, settings),
);
