import { accountCases } from '../../src/adapters/aws/account-cases.ts';
import { accountList } from '../../src/adapters/aws/account-list.ts';
import { accountSessions } from '../../src/adapters/aws/account-sessions.ts';
import { systemPace } from '../../src/adapters/aws/call-pace.ts';
import { caseTable } from '../../src/adapters/aws/case-table.ts';
import { coverageTable } from '../../src/adapters/aws/coverage-table.ts';
import { domainEvents } from '../../src/adapters/aws/domain-events.ts';
import { exposureReadings } from '../../src/adapters/aws/exposure-reading.ts';
import { federationUses } from '../../src/adapters/aws/federation-uses.ts';
import { firstMessages } from '../../src/adapters/aws/first-messages.ts';
import { ledgerTable } from '../../src/adapters/aws/ledger-table.ts';
import { memberAccounts } from '../../src/adapters/aws/member-accounts.ts';
import { memberCredentials } from '../../src/adapters/aws/member-credentials.ts';
import { roleCases } from '../../src/adapters/aws/role-cases.ts';
import { roleMemory } from '../../src/adapters/aws/role-memory.ts';
import { tableClient } from '../../src/adapters/aws/table-client.ts';
import { sha256 } from '../../src/adapters/sha256.ts';
import { identityProviders } from '../../src/core/idps/catalogue.ts';
import { sweepAccounts } from '../../src/flows/sweep-accounts.ts';
import { systemClock } from '../clock.ts';
import { readConfiguration } from '../configuration.ts';
import { readEnvironment } from '../environment.ts';
import { answeringHandler } from '../middleware.ts';
import { partition } from '../partition.ts';
import { environmentSchema } from './env.ts';
import { parseBatch } from './parse-batch.ts';

/** Ten batches run at once and share what STS gives the hub; see `infra/sweep-definition.ts`. */
const stsPerSecond = 45;

const environment = readEnvironment(environmentSchema);
const tables = tableClient();
const pace = systemPace({ stsPerSecond });
const credentialsFor = memberCredentials({
  role: environment.READ_ROLE,
  externalId: environment.EXTERNAL_ID,
  partition: partition(),
  now: Date.now,
  pace: pace.sts,
});
const ports = {
  clock: systemClock,
  wait: (seconds: number) => new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000)),
  sessions: accountSessions({ credentialsFor, pace, now: systemClock.now }),
  members: memberAccounts(credentialsFor, systemClock.now),
  exposures: exposureReadings(credentialsFor, systemClock.now),
  list: accountList(tables, environment.CASE_TABLE),
  coverage: coverageTable(tables, environment.CASE_TABLE),
  cases: caseTable(tables, environment.CASE_TABLE),
  accountCases: accountCases(tables, environment.CASE_TABLE),
  firstMessages: firstMessages(tables, environment.CASE_TABLE),
  roles: roleCases(tables, environment.CASE_TABLE),
  roleMemory: roleMemory(tables, environment.CASE_TABLE),
  uses: federationUses(tables, environment.CASE_TABLE),
  ledger: ledgerTable(tables, environment.LEDGER_TABLE),
  events: domainEvents(environment.HUB_BUS),
  digest: sha256,
};
const settings = { configuration: readConfiguration(), catalogue: identityProviders };

export const handler = answeringHandler('inspect-accounts', async (input) => {
  const { outcome, counts } = await sweepAccounts(parseBatch(input), ports, settings);
  return { outcome, answer: counts };
});
