import { caseTable } from '../../src/adapters/aws/case-table.ts';
import { domainEvents } from '../../src/adapters/aws/domain-events.ts';
import { ledgerTable } from '../../src/adapters/aws/ledger-table.ts';
import { responseQueue } from '../../src/adapters/aws/response-queue.ts';
import { tableClient } from '../../src/adapters/aws/table-client.ts';
import { createSlack } from '../../src/adapters/slack/slack-client.ts';
import { slackSecretReader } from '../../src/adapters/slack/slack-secret.ts';
import { answer } from '../../src/flows/answer.ts';
import { systemClock } from '../clock.ts';
import { readConfiguration } from '../configuration.ts';
import { readEnvironment } from '../environment.ts';
import { sqsHandler } from '../middleware.ts';
import { environmentSchema } from './env.ts';

const environment = readEnvironment(environmentSchema);
const tables = tableClient();
const readSecret = slackSecretReader(environment.SLACK_SECRET_ARN);
const ports = {
  clock: systemClock,
  cases: caseTable(tables, environment.CASE_TABLE),
  ledger: ledgerTable(tables, environment.LEDGER_TABLE),
  events: domainEvents(environment.HUB_BUS),
  responses: responseQueue(environment.RESPOND_QUEUE_URL),
  slack: createSlack({
    now: systemClock.now,
    botToken: async () => (await readSecret()).botToken,
    apiUrl: environment.SLACK_API_URL,
  }),
};
const configuration = readConfiguration();

export const handler = sqsHandler('answer', (body, { messageId }) =>
  answer(body, messageId, ports, configuration),
);
