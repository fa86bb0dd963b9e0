import { accountList } from '../../src/adapters/aws/account-list.ts';
import { caseTable } from '../../src/adapters/aws/case-table.ts';
import { coverageTable } from '../../src/adapters/aws/coverage-table.ts';
import { ledgerTable } from '../../src/adapters/aws/ledger-table.ts';
import { limitsTable } from '../../src/adapters/aws/limits-table.ts';
import { openCases } from '../../src/adapters/aws/open-cases.ts';
import { tableClient } from '../../src/adapters/aws/table-client.ts';
import { createSlack } from '../../src/adapters/slack/slack-client.ts';
import { slackSecretReader } from '../../src/adapters/slack/slack-secret.ts';
import { sendDigest } from '../../src/flows/digest.ts';
import { systemClock } from '../clock.ts';
import { readConfiguration } from '../configuration.ts';
import { readEnvironment } from '../environment.ts';
import { scheduledHandler } from '../middleware.ts';
import { environmentSchema } from './env.ts';

const environment = readEnvironment(environmentSchema);
const tables = tableClient();
const readSecret = slackSecretReader(environment.SLACK_SECRET_ARN);
const ports = {
  clock: systemClock,
  cases: caseTable(tables, environment.CASE_TABLE),
  openCases: openCases(tables, environment.CASE_TABLE),
  coverage: coverageTable(tables, environment.CASE_TABLE),
  list: accountList(tables, environment.CASE_TABLE),
  limits: limitsTable(tables, environment.CASE_TABLE),
  ledger: ledgerTable(tables, environment.LEDGER_TABLE),
  slack: createSlack({
    now: systemClock.now,
    botToken: async () => (await readSecret()).botToken,
    apiUrl: environment.SLACK_API_URL,
  }),
};
const configuration = readConfiguration();

export const handler = scheduledHandler('digest', () => sendDigest(ports, configuration));
