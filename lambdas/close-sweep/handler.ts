import { accountList } from '../../src/adapters/aws/account-list.ts';
import { coverageTable } from '../../src/adapters/aws/coverage-table.ts';
import { domainEvents } from '../../src/adapters/aws/domain-events.ts';
import { ledgerTable } from '../../src/adapters/aws/ledger-table.ts';
import { tableClient } from '../../src/adapters/aws/table-client.ts';
import { InputError } from '../../src/core/model/errors.ts';
import { parseInstant } from '../../src/core/model/instant.ts';
import { closeSweep } from '../../src/flows/close-sweep.ts';
import { systemClock } from '../clock.ts';
import { readConfiguration } from '../configuration.ts';
import { readEnvironment } from '../environment.ts';
import { answeringHandler, measure } from '../middleware.ts';
import { environmentSchema } from './env.ts';

const environment = readEnvironment(environmentSchema);
const tables = tableClient();
const ports = {
  clock: systemClock,
  list: accountList(tables, environment.CASE_TABLE),
  coverage: coverageTable(tables, environment.CASE_TABLE),
  ledger: ledgerTable(tables, environment.LEDGER_TABLE),
  events: domainEvents(environment.HUB_BUS),
};
const configuration = readConfiguration();

export const handler = answeringHandler('close-sweep', async (input) => {
  const startedAt = parseInstant((input as { readonly startedAt?: unknown } | null)?.startedAt);
  if (startedAt === undefined) {
    throw new InputError(
      'The input is no run of a sweep. Start the state machine lastkey-sweep rather than this function.',
      ['startedAt: expected the time at which the run began'],
    );
  }
  const { outcome, counts } = await closeSweep(startedAt, ports, configuration);
  measure('AccountsNotRead', counts.notRead);
  return { outcome, answer: counts };
});
