import { accountList } from '../../src/adapters/aws/account-list.ts';
import { organizationAccounts } from '../../src/adapters/aws/organization-accounts.ts';
import { tableClient } from '../../src/adapters/aws/table-client.ts';
import { parseInstant } from '../../src/core/model/instant.ts';
import { listAccounts } from '../../src/flows/list-accounts.ts';
import { systemClock } from '../clock.ts';
import { readConfiguration } from '../configuration.ts';
import { readEnvironment } from '../environment.ts';
import { answeringHandler } from '../middleware.ts';
import { partition } from '../partition.ts';
import { environmentSchema } from './env.ts';

const environment = readEnvironment(environmentSchema);
const ports = {
  organization: organizationAccounts(partition()),
  list: accountList(tableClient(), environment.CASE_TABLE),
};
const configuration = readConfiguration();

/**
 * Called by the sweep, which wants the batches, and by the queue of Organizations events, which wants
 * the list renewed: whatever a batch of events says, one listing answers for all of them.
 */
export const handler = answeringHandler('list-accounts', async (input) => {
  const { startedAt, Records } = (input ?? {}) as {
    readonly startedAt?: unknown;
    readonly Records?: unknown;
  };
  const listedAt = parseInstant(startedAt) ?? systemClock.now();
  const { outcome, batches } = await listAccounts(ports, configuration, listedAt);
  return { outcome, answer: Records === undefined ? { batches } : { batchItemFailures: [] } };
});
