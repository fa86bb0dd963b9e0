import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accountSessions } from '../../../src/adapters/aws/account-sessions.ts';
import { callPace } from '../../../src/adapters/aws/call-pace.ts';
import { memberCredentials } from '../../../src/adapters/aws/member-credentials.ts';
import { countCredentials } from '../../../src/core/inventory/count-credentials.ts';
import { type AccountId, parseAccountId } from '../../../src/core/model/ids.ts';
import { instantOf } from '../../../src/core/model/instant.ts';
import { inspectAccounts } from '../../../src/flows/inspect-accounts.ts';
import { type LocalAws, startAws } from '../../../src/local/aws/start-aws.ts';

const hub = '999988887777';
const accountIds = ['111122223333', '222233334444', '333344445555'].map(
  (text) => parseAccountId(text) as AccountId,
);
const [first, slow, closed] = accountIds as [AccountId, AccountId, AccountId];
const trust = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${hub}:root` }, Action: 'sts:AssumeRole' },
  ],
};
const readRole = { roleName: 'lastkey-read', path: '/lastkey/', trustPolicy: trust };

let aws: LocalAws;
const environmentBefore = { ...process.env };

beforeAll(async () => {
  aws = await startAws({
    accounts: [
      { accountId: hub, name: 'Security tooling', roles: [{ roleName: 'hub', trustPolicy: {} }] },
      {
        accountId: first,
        name: 'Payments',
        roles: [readRole],
        rootAccessKeys: [{ createdAt: '2020-01-01T00:00:00Z' }],
        users: [
          // More than one page of ListUsers would hold: the report has them all.
          ...Array.from({ length: 250 }, (_, place) => ({
            userName: `user-${place}`,
            hasConsolePassword: place % 2 === 0,
            accessKeys: [{ createdAt: '2026-02-01T00:00:00Z' }],
          })),
          {
            userName: 'a,b+c@example.com',
            accessKeys: [
              {
                createdAt: '2026-03-01T00:00:00Z',
                lastUsed: { at: '2026-10-01T00:00:00Z', service: 's3', region: 'eu-west-1' },
              },
              { createdAt: '2026-03-01T00:00:00Z', status: 'Inactive' },
            ],
          },
        ],
      },
      { accountId: slow, name: 'Slow', roles: [readRole], reportSeconds: 60 },
      { accountId: closed, name: 'Closed' },
    ],
  });
  Object.assign(process.env, aws.environment(hub, 'hub'));
});
afterEach(() => aws.faults.clear());
afterAll(async () => {
  process.env = environmentBefore;
  await aws.close();
});

const inspect = async (
  accounts: readonly AccountId[],
  needsIds: (userName: string) => boolean = () => false,
) => {
  const slept: number[] = [];
  let now = 0;
  const pace = callPace({
    now: () => now,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      now += milliseconds;
    },
  });
  const outcomes = await inspectAccounts(
    {
      sessions: accountSessions({
        credentialsFor: memberCredentials({
          role: 'lastkey/lastkey-read',
          externalId: 'o-exampleorgid',
          partition: 'aws',
          now: () => aws.clock.now(),
          pace: pace.sts,
        }),
        pace,
        now: () => instantOf(aws.clock.now()),
      }),
      clock: { now: () => instantOf(aws.clock.now()) },
      wait: (seconds) => aws.advance(seconds * 1000),
    },
    accounts.map((accountId) => ({ accountId })),
    { needsIds: ({ userName }) => needsIds(userName), latePasses: [61] },
  );
  return { outcomes, slept, pace };
};

describe('accounts through their read role', () => {
  it('are read in three calls each, also slow ones, with a closed one among them', async () => {
    const before = aws.calls.all().length;
    const { outcomes } = await inspect([first, closed, slow]);
    expect(outcomes).toMatchObject([
      { coverage: 'read' },
      { coverage: 'failed', retry: 'no', calls: { AssumeRole: 1 } },
      { coverage: 'read', inventory: { calls: { GetCredentialReport: 2 } } },
    ]);
    expect(aws.calls.all().length - before).toBe(3 + 1 + 4);
    const [outcome] = outcomes;
    if (outcome?.coverage !== 'read') throw new Error('not read');
    expect(outcome.inventory.calls).toEqual({
      AssumeRole: 1,
      GenerateCredentialReport: 1,
      GetCredentialReport: 1,
    });
    expect(outcome.inventory.oddities).toEqual([]);
    expect(countCredentials(outcome.inventory)).toMatchObject({
      users: 251,
      keys: 253,
      activeKeys: 252,
      rootKeys: { known: true, value: 1 },
      usersWithKeyAndPassword: 125,
    });
  });

  it('tell the ids of one user, and ask for last use only of keys made in one second', async () => {
    const name = 'a,b+c@example.com';
    const { outcomes } = await inspect([first], (userName) => userName === name);
    const [outcome] = outcomes;
    if (outcome?.coverage !== 'read') throw new Error('not read');
    const keys = outcome.inventory.keys.filter(({ userName }) => userName === name);
    expect(keys).toMatchObject([
      {
        accessKeyId: { known: true },
        status: { value: 'Active' },
        lastUse: { value: { service: 's3' } },
      },
      { accessKeyId: { known: true }, status: { value: 'Inactive' }, lastUse: { value: null } },
    ]);
    expect(outcome.inventory.calls).toMatchObject({ ListAccessKeys: 1, GetAccessKeyLastUsed: 2 });
  });

  it('pace their calls: hundreds of ListAccessKeys wait for their tokens', async () => {
    const { outcomes, slept } = await inspect([first], () => true);
    expect(outcomes[0]).toMatchObject({ inventory: { calls: { ListAccessKeys: 251 } } });
    const seconds = slept.reduce((sum, each) => sum + each, 0) / 1000;
    expect(seconds).toBeGreaterThan(16);
    expect(seconds).toBeLessThan(18);
  });

  it('slow down when AWS throttles, count the attempts, and lose nothing', async () => {
    aws.faults.add({ on: { service: 'sts', action: 'AssumeRole' }, effect: 'throttle', times: 1 });
    const { outcomes, pace } = await inspect([first]);
    expect(outcomes[0]).toMatchObject({
      coverage: 'read',
      inventory: { calls: { AssumeRole: 2 } },
    });
    expect(pace.sts.rate()).toBeLessThan(450);
  });

  it('read the report there is when AWS will make no new one', async () => {
    aws.faults.add({ on: { service: 'iam', action: 'GenerateCredentialReport' }, effect: 'deny' });
    const { outcomes } = await inspect([first]);
    expect(outcomes[0]).toMatchObject({ coverage: 'read' });
  });

  it('fail with the reason when the report is denied', async () => {
    aws.faults.add({ on: { service: 'iam', action: 'GetCredentialReport' }, effect: 'deny' });
    const { outcomes } = await inspect([first]);
    expect(outcomes[0]).toMatchObject({
      coverage: 'failed',
      retry: 'no',
      reason: 'GetCredentialReport failed: access denied.',
    });
  });
});
