import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { configurationOf } from '../test/flows/key-story.ts';
import {
  accountNumber,
  addAccount,
  addKey,
  nextDay,
  runSweep,
  type SweepWorld,
  sweepWorld,
} from '../test/flows/sweep-world.ts';
import { printRows, type Row } from './support/measure.ts';

/**
 * What a month costs: the calls of a run in which little has changed, counted, times the price list.
 * Assumed, and not counted: how long a batch takes, how many transitions it makes, how many pollers
 * a queue has, and what share of a million logins a day a member rule forwards.
 */
const accounts = 1000;
/** Counted at this size and at twice of it; more accounts cost as much more. */
const countedAccounts = 100;
const usersEach = 20;
const runsAMonth = 30;
const batchSeconds = 15;
const transitionsABatch = 4;
const pollers = 5;
const pollsAMonth = 129_600;
const loginsADay = 1_000_000;
const forwardedShare = 0.01;

const prices = JSON.parse(
  readFileSync(join(import.meta.dirname, 'support', 'prices.json'), 'utf8'),
) as Readonly<Record<string, number>>;
const price = (name: string): number => {
  const found = prices[name];
  if (found === undefined) throw new Error(`prices.json has no ${name}.`);
  return found;
};

/** DynamoDB units of each call of a port, for items below 1 KB written and 4 KB read. */
interface Units {
  reads: number;
  writes: number;
}

const counted = (world: SweepWorld): Units => {
  const units: Units = { reads: 0, writes: 0 };
  const { ports } = world;
  const count = <Port extends object>(
    port: Port,
    costs: Partial<Record<keyof Port, (answer: unknown) => Partial<Units>>>,
  ): void => {
    for (const [name, cost] of Object.entries(costs) as [
      keyof Port,
      (answer: unknown) => Partial<Units>,
    ][]) {
      const call = port[name] as (...given: unknown[]) => Promise<unknown>;
      port[name] = (async (...given: unknown[]) => {
        const answer = await call(...given);
        const { reads = 0, writes = 0 } = cost(answer);
        units.reads += reads;
        units.writes += writes;
        return answer;
      }) as Port[keyof Port];
    }
  };
  const all = (answer: unknown) => ({ reads: JSON.stringify(answer).length / 4096 + 10 });
  count(ports.coverage, { read: () => ({ reads: 1 }), write: () => ({ writes: 1 }), all });
  count(ports.list, { read: () => ({ reads: 0.5 }), write: () => ({ writes: 1 }), all });
  count(ports.accountCases, {
    ofAccount: (answer) => ({ reads: 1 + JSON.stringify(answer).length / 4096 }),
  });
  count(ports.cases, {
    exceptionsOf: () => ({ reads: 1 }),
    writeCase: () => ({ writes: 4 }),
    claim: () => ({ writes: 1 }),
  });
  count(ports.firstMessages, { spend: () => ({ writes: 1 }) });
  count(ports.roles, { read: () => ({ reads: 1 }), write: () => ({ writes: 2 }) });
  count(ports.ledger, { append: () => ({ writes: 20 }) });
  return units;
};

/** A month of a settled organization of so many accounts: units of one run, times the runs. */
const month = async (accountCount: number) => {
  const world = sweepWorld('2026-11-23T04:17:00.000Z');
  for (let number = 1; number <= accountCount; number += 1) {
    const accountId = accountNumber(number);
    addAccount(world, accountId);
    for (let user = 0; user < usersEach; user += 1) {
      addKey(world, accountId, `user-${user}`, {
        createdAt: '2026-11-01T00:00:00.000Z',
        lastUse: { at: world.now, service: 's3', region: 'eu-west-1' },
      });
    }
  }
  await runSweep(world, configurationOf());
  nextDay(world);
  world.calls.length = 0;
  const units = counted(world);
  await runSweep(world, configurationOf());
  const batches = Math.ceil(accountCount / 50);
  const million = 1_000_000;
  return {
    callsAnAccount: world.calls.length / accountCount,
    units,
    lambda:
      runsAMonth *
      (((batches + 2) * price('lambdaPerMillionRequests')) / million +
        batches * batchSeconds * price('lambdaPerGbSecond')),
    states:
      (runsAMonth * (batches * transitionsABatch + 5) * price('stateTransitionsPerMillion')) /
      million,
    dynamoDb:
      (runsAMonth *
        (units.reads * price('dynamoDbPerMillionReads') +
          units.writes * price('dynamoDbPerMillionWrites'))) /
      million,
  };
};

const hub = JSON.parse(
  readFileSync(resolve('dist/templates/lastkey-hub.template.json'), 'utf8'),
) as { readonly Resources: Readonly<Record<string, { readonly Type: string }>> };
const number = (type: string): number =>
  Object.values(hub.Resources).filter(({ Type }) => Type === type).length;

const one = await month(countedAccounts);
const two = await month(2 * countedAccounts);
/** The line through both counts, at the size in question. */
const at = (of: (each: typeof one) => number): number =>
  of(one) + ((of(two) - of(one)) / countedAccounts) * (accounts - countedAccounts);
const sweep = (of: typeof one): number => of.lambda + of.states + of.dynamoDb;
const marginal = (sweep(two) - sweep(one)) / countedAccounts;
const logins = loginsADay * 30 * forwardedShare;
const events =
  (logins * (price('eventBridgeCrossAccountPerMillion') + 2 * price('sqsPerMillionRequests'))) /
  1_000_000;
const alarms = number('AWS::CloudWatch::Alarm') * price('alarmPerMonth');
const polling =
  (number('AWS::Lambda::EventSourceMapping') *
    pollers *
    pollsAMonth *
    price('sqsPerMillionRequests')) /
  1_000_000;
const standing =
  number('AWS::KMS::Key') * price('keyPerMonth') +
  number('AWS::SecretsManager::Secret') * price('secretPerMonth');

const dollars = (amount: number): string => `$${amount.toFixed(amount < 0.01 ? 6 : 2)}`;
const rows: readonly Row[] = [
  ['cost: IAM and STS calls for each account and run', one.callsAnAccount.toFixed(2), 'aim 3'],
  [
    'cost: DynamoDB units of a run',
    `${at(({ units }) => units.reads).toFixed(0)} reads, ${at(({ units }) => units.writes).toFixed(0)} writes`,
    `${accounts} accounts x ${usersEach} users, nothing changed`,
  ],
  [
    'cost: sweep, Lambda',
    dollars(at(({ lambda }) => lambda)),
    `a month; ${batchSeconds} s a batch are assumed`,
  ],
  ['cost: sweep, Step Functions', dollars(at(({ states }) => states)), 'a month'],
  ['cost: sweep, DynamoDB', dollars(at(({ dynamoDb }) => dynamoDb)), 'a month'],
  ['cost: one account more', dollars(marginal), 'a month; aim $0.0002 or less'],
  ['cost: events', dollars(events), 'a month; 1 % of 1 M logins a day forwarded'],
  ['cost: polling of queues', dollars(polling), `a month; ${pollers} pollers a queue`],
  ['cost: alarms', dollars(alarms), `a month; ${number('AWS::CloudWatch::Alarm')} of them`],
  ['cost: key and secret', dollars(standing), 'a month'],
  [
    'cost: all of it',
    dollars(at(sweep) + events + polling + alarms + standing),
    'a month; aim $5; the native rules cost $1,320 and more',
  ],
];
printRows(rows);
