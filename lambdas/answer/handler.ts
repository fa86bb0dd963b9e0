import { accountCases } from '../../src/adapters/aws/account-cases.ts';
import { caseTable } from '../../src/adapters/aws/case-table.ts';
import { domainEvents } from '../../src/adapters/aws/domain-events.ts';
import { exceptionTable } from '../../src/adapters/aws/exception-table.ts';
import { ledgerTable } from '../../src/adapters/aws/ledger-table.ts';
import { limitsTable } from '../../src/adapters/aws/limits-table.ts';
import { responseQueue } from '../../src/adapters/aws/response-queue.ts';
import { stopSwitchControl } from '../../src/adapters/aws/stop-switch.ts';
import { tableClient } from '../../src/adapters/aws/table-client.ts';
import { createSlack } from '../../src/adapters/slack/slack-client.ts';
import { slackSecretReader } from '../../src/adapters/slack/slack-secret.ts';
import { takeAnswer } from '../../src/flows/take-answer.ts';
import { systemClock } from '../clock.ts';
import { readConfiguration } from '../configuration.ts';
import { readEnvironment } from '../environment.ts';
import { sqsHandler } from '../middleware.ts';
import { region, urlSuffix } from '../partition.ts';
import { environmentSchema } from './env.ts';

const environment = readEnvironment(environmentSchema);
const tables = tableClient();
const readSecret = slackSecretReader(environment.SLACK_SECRET_ARN);
const ports = {
  clock: systemClock,
  cases: caseTable(tables, environment.CASE_TABLE),
  accountCases: accountCases(tables, environment.CASE_TABLE),
  exceptions: exceptionTable(tables, environment.CASE_TABLE),
  limits: limitsTable(tables, environment.CASE_TABLE),
  stopSwitchControl: stopSwitchControl(environment.STOP_SWITCH, region(), urlSuffix()),
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
  takeAnswer(body, messageId, ports, configuration),
);
