import { accountCases } from '../../src/adapters/aws/account-cases.ts';
import { caseTable } from '../../src/adapters/aws/case-table.ts';
import { coverageTable } from '../../src/adapters/aws/coverage-table.ts';
import { domainEvents } from '../../src/adapters/aws/domain-events.ts';
import { exceptionTable } from '../../src/adapters/aws/exception-table.ts';
import { keyCounts } from '../../src/adapters/aws/key-counts.ts';
import { ledgerTable } from '../../src/adapters/aws/ledger-table.ts';
import { limitsTable } from '../../src/adapters/aws/limits-table.ts';
import { responseQueue } from '../../src/adapters/aws/response-queue.ts';
import { rotationQueue } from '../../src/adapters/aws/rotation-queue.ts';
import { tableClient } from '../../src/adapters/aws/table-client.ts';
import { advanceCases } from '../../src/flows/advance-cases.ts';
import { advanceExceptions } from '../../src/flows/advance-exceptions.ts';
import { systemClock } from '../clock.ts';
import { readConfiguration } from '../configuration.ts';
import { readEnvironment } from '../environment.ts';
import { scheduledHandler } from '../middleware.ts';
import { environmentSchema } from './env.ts';

const environment = readEnvironment(environmentSchema);
const tables = tableClient();
const ports = {
  clock: systemClock,
  cases: caseTable(tables, environment.CASE_TABLE),
  accountCases: accountCases(tables, environment.CASE_TABLE),
  exceptions: exceptionTable(tables, environment.CASE_TABLE),
  limits: limitsTable(tables, environment.CASE_TABLE),
  keyCounts: keyCounts(coverageTable(tables, environment.CASE_TABLE)),
  deployedMode: environment.DEPLOYED_MODE,
  ledger: ledgerTable(tables, environment.LEDGER_TABLE),
  events: domainEvents(environment.HUB_BUS),
  responses: responseQueue(environment.RESPOND_QUEUE_URL),
  rotations: rotationQueue(environment.ROTATE_QUEUE_URL),
};
const configuration = readConfiguration();

/** Exceptions first: a key whose exception ends now is told in the same run. */
export const handler = scheduledHandler('advance-cases', async () => {
  await advanceExceptions(ports, configuration);
  return advanceCases(ports, configuration);
});
