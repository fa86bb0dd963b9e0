import { caseTable } from '../../src/adapters/aws/case-table.ts';
import { ledgerTable } from '../../src/adapters/aws/ledger-table.ts';
import { tableClient } from '../../src/adapters/aws/table-client.ts';
import { federationChanged } from '../../src/flows/federation-changed.ts';
import { systemClock } from '../clock.ts';
import { readEnvironment } from '../environment.ts';
import { sqsHandler } from '../middleware.ts';
import { environmentSchema } from './env.ts';

const environment = readEnvironment(environmentSchema);
const tables = tableClient();
const ports = {
  clock: systemClock,
  cases: caseTable(tables, environment.CASE_TABLE),
  ledger: ledgerTable(tables, environment.LEDGER_TABLE),
};

export const handler = sqsHandler('federation-changed', (body, { messageId }) =>
  federationChanged(body, messageId, ports),
);
