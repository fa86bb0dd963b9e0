import { caseTable } from '../../src/adapters/aws/case-table.ts';
import { exceptionTable } from '../../src/adapters/aws/exception-table.ts';
import { ledgerTable } from '../../src/adapters/aws/ledger-table.ts';
import { limitsTable } from '../../src/adapters/aws/limits-table.ts';
import { retryLater } from '../../src/adapters/aws/retry-later.ts';
import { roleCases } from '../../src/adapters/aws/role-cases.ts';
import { tableClient } from '../../src/adapters/aws/table-client.ts';
import { createSlack } from '../../src/adapters/slack/slack-client.ts';
import { slackSecretReader } from '../../src/adapters/slack/slack-secret.ts';
import { notify } from '../../src/flows/notify.ts';
import { systemClock } from '../clock.ts';
import { readEnvironment } from '../environment.ts';
import { sqsHandler } from '../middleware.ts';
import { environmentSchema } from './env.ts';

const environment = readEnvironment(environmentSchema);
const tables = tableClient();
const readSecret = slackSecretReader(environment.SLACK_SECRET_ARN);
const ports = {
  clock: systemClock,
  cases: caseTable(tables, environment.CASE_TABLE),
  roles: roleCases(tables, environment.CASE_TABLE),
  exceptions: exceptionTable(tables, environment.CASE_TABLE),
  limits: limitsTable(tables, environment.CASE_TABLE),
  ledger: ledgerTable(tables, environment.LEDGER_TABLE),
  slack: createSlack({
    now: systemClock.now,
    botToken: async () => (await readSecret()).botToken,
    apiUrl: environment.SLACK_API_URL,
  }),
};

export const handler = sqsHandler(
  'notify',
  (body, { messageId }) => notify(body, messageId, ports),
  retryLater(environment.NOTIFY_QUEUE_URL),
);
