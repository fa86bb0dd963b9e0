import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { accountSessions } from '../src/adapters/aws/account-sessions.ts';
import { callPace } from '../src/adapters/aws/call-pace.ts';
import { memberCredentials } from '../src/adapters/aws/member-credentials.ts';
import type { AccountId } from '../src/core/model/ids.ts';
import { addSeconds, type Instant, instantOf } from '../src/core/model/instant.ts';
import { inspectAccounts } from '../src/flows/inspect-accounts.ts';
import { median, printRows, type Row } from './support/measure.ts';

/**
 * P1: AWS calls for each account without anything to act on. P4: CPU of this process for each account,
 * against a loopback in a process of its own that answers ready-made text.
 */
const now = '2026-11-23T06:00:00.000Z' as Instant;

const aws = fork(join(import.meta.dirname, 'support', 'counting-aws.ts'), {
  execArgv: ['--import', 'tsx'],
});
const [{ port }] = (await once(aws, 'message')) as [{ readonly port: number }];

/** How many calls came since the last time; reports have that many users from now on. */
const takeCount = async (users: number): Promise<number> => {
  aws.send({ users });
  const [{ counts }] = (await once(aws, 'message')) as [{ readonly counts: number }];
  return counts;
};

Object.assign(process.env, {
  AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE000000001',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
});

/** One batch; the pace is that of AWS, its clock stands still but for the waiting. */
const sweep = async (accounts: number, lastReportAt?: Instant) => {
  let clock = 0;
  const pace = callPace(
    {
      now: () => clock,
      sleep: async (milliseconds) => {
        clock += milliseconds;
      },
    },
    { stsPerSecond: 600 },
  );
  const outcomes = await inspectAccounts(
    {
      sessions: accountSessions({
        credentialsFor: memberCredentials({
          role: 'lastkey/lastkey-read',
          externalId: 'o-exampleorgid',
          partition: 'aws',
          now: () => Date.parse(now),
          pace: pace.sts,
        }),
        pace,
        now: () => instantOf(Date.parse(now)),
      }),
      clock: { now: () => now },
      wait: async () => undefined,
    },
    Array.from({ length: accounts }, (_, place) => ({
      accountId: String(111_100_000_000 + place) as AccountId,
      ...(lastReportAt === undefined ? {} : { lastReportAt }),
    })),
    { needsIds: () => false },
  );
  const failed = outcomes.filter(({ coverage }) => coverage === 'failed');
  if (failed.length > 0) throw new Error(`not read: ${JSON.stringify(failed[0])}`);
};

const callsPerAccount = async (users: number, lastReportAt?: Instant): Promise<number> => {
  await takeCount(users);
  await sweep(10, lastReportAt);
  return (await takeCount(users)) / 10;
};

/** CPU milliseconds of this process for each account of a batch. */
const cpuPerAccount = async (accounts: number): Promise<number> => {
  const before = process.cpuUsage();
  await sweep(accounts);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / accounts;
};

const rows: Row[] = [];
for (const users of [20, 500, 5000]) {
  const calls = await callsPerAccount(users);
  rows.push([`AWS calls for an account of ${users} users, 2 keys each`, String(calls), 'goal: 3']);
}
const remembered = await callsPerAccount(20, addSeconds(now, -3600));
rows.push(['AWS calls when a report of an hour ago is remembered', String(remembered), 'goal: 2']);

await takeCount(20);
await cpuPerAccount(300); // Loads and compiles.
const figures: number[] = [];
for (let run = 0; run < 7; run += 1) figures.push(await cpuPerAccount(200));
rows.push([
  'CPU for each account of 20 users',
  `${median(figures).toFixed(2)} ms`,
  `goal: 2.5 ms; ${Math.min(...figures).toFixed(2)} to ${Math.max(...figures).toFixed(2)}`,
]);
rows.push([
  'memory after 1,700 accounts',
  `${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB`,
  'resident',
]);
printRows(rows);
aws.kill();
