import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { accountSessions } from '../src/adapters/aws/account-sessions.ts';
import { callPace } from '../src/adapters/aws/call-pace.ts';
import { memberCredentials } from '../src/adapters/aws/member-credentials.ts';
import type { AccountId } from '../src/core/model/ids.ts';
import { addSeconds, type Instant, instantOf } from '../src/core/model/instant.ts';
import { inParallel } from '../src/flows/in-parallel.ts';
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

/** The same three calls by the SDK and nothing else, 50 accounts at a time: what they cost at least. */
const callsAlone = async (accounts: number): Promise<void> => {
  const requestHandler = new NodeHttpHandler();
  const sts = new STSClient({ requestHandler });
  await inParallel(Array.from({ length: accounts }), 50, async () => {
    const { Credentials: got } = await sts.send(
      new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::111122223333:role/r', RoleSessionName: 's' }),
    );
    const credentials = {
      accessKeyId: got?.AccessKeyId ?? '',
      secretAccessKey: got?.SecretAccessKey ?? '',
      sessionToken: got?.SessionToken ?? '',
    };
    const iam = new IAMClient({ credentials, requestHandler, region: 'us-east-1' });
    await iam.send(new GenerateCredentialReportCommand({}));
    await iam.send(new GetCredentialReportCommand({}));
  });
  requestHandler.destroy();
};

/** CPU milliseconds of this process for each account of a batch. */
const cpuPerAccount = async (
  accounts: number,
  work: (accounts: number) => Promise<void> = sweep,
): Promise<number> => {
  const before = process.cpuUsage();
  await work(accounts);
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
await cpuPerAccount(300, callsAlone);
const figures: number[] = [];
const alone: number[] = [];
for (let run = 0; run < 7; run += 1) {
  figures.push(await cpuPerAccount(200));
  alone.push(await cpuPerAccount(200, callsAlone));
}
rows.push([
  'CPU for each account of 20 users',
  `${median(figures).toFixed(2)} ms`,
  `goal: 2.5 ms; ${Math.min(...figures).toFixed(2)} to ${Math.max(...figures).toFixed(2)}`,
]);
rows.push([
  'CPU of the three calls alone, by the SDK',
  `${median(alone).toFixed(2)} ms`,
  `the sweep takes ${(median(figures) / median(alone)).toFixed(2)} x that, reports read`,
]);
rows.push([
  'memory after 3,400 accounts',
  `${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB`,
  'resident',
]);
printRows(rows);
aws.kill();
