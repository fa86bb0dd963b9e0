import { setTimeout } from 'node:timers/promises';
import { caseTable } from '../../src/adapters/aws/case-table.ts';
import { domainEvents } from '../../src/adapters/aws/domain-events.ts';
import { exceptionTable } from '../../src/adapters/aws/exception-table.ts';
import { ledgerTable } from '../../src/adapters/aws/ledger-table.ts';
import { memberCredentials } from '../../src/adapters/aws/member-credentials.ts';
import { rotatingAccounts } from '../../src/adapters/aws/rotating-accounts.ts';
import { stopSwitch } from '../../src/adapters/aws/stop-switch.ts';
import { tableClient } from '../../src/adapters/aws/table-client.ts';
import { rotateKey } from '../../src/flows/rotate-key.ts';
import { systemClock } from '../clock.ts';
import { readConfiguration } from '../configuration.ts';
import { readEnvironment } from '../environment.ts';
import { sqsHandler } from '../middleware.ts';
import { partition, region, urlSuffix } from '../partition.ts';
import { environmentSchema } from './env.ts';
import { parseRotationRequest } from './parse-rotation-request.ts';

const environment = readEnvironment(environmentSchema);
const tables = tableClient();
const ports = {
  clock: systemClock,
  accounts: rotatingAccounts(
    memberCredentials({
      role: environment.ROTATE_ROLE,
      externalId: environment.EXTERNAL_ID,
      partition: partition(),
      now: Date.now,
    }),
    { region: region(), now: systemClock.now, pause: setTimeout },
  ),
  cases: caseTable(tables, environment.CASE_TABLE),
  exceptions: exceptionTable(tables, environment.CASE_TABLE),
  ledger: ledgerTable(tables, environment.LEDGER_TABLE),
  events: domainEvents(environment.HUB_BUS),
  stopSwitch: stopSwitch(environment.STOP_SWITCH, region(), urlSuffix()),
};
const settings = {
  configuration: readConfiguration(),
  deployedMode: environment.DEPLOYED_MODE,
};

export const handler = sqsHandler('rotate-key', (body) =>
  rotateKey(parseRotationRequest(body), ports, settings),
);
