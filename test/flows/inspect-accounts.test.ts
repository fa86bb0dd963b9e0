import { describe, expect, it } from 'vitest';
import { countCredentials } from '../../src/core/inventory/count-credentials.ts';
import type { AccessKeyState } from '../../src/core/keys/access-key.ts';
import { known, unknown } from '../../src/core/model/fact.ts';
import type { AccessKeyId, AccountId } from '../../src/core/model/ids.ts';
import { addDays, addSeconds, type Instant, instantOf } from '../../src/core/model/instant.ts';
import {
  type InspectedAccount,
  type InspectionOptions,
  inspectAccounts,
} from '../../src/flows/inspect-accounts.ts';
import { type MemoryAccount, memorySessions, readAt, reportAt, slot } from './memory-sessions.ts';

const a = '111111111111' as AccountId;
const b = '222222222222' as AccountId;
const c = '333333333333' as AccountId;
const nobody = { needsIds: () => false };
const throttled = { status: 'refused', reason: 'throttled (LimitExceeded)', retry: 'yes' } as const;

const inspect = async (
  accounts: Readonly<Record<string, MemoryAccount>>,
  options: Partial<InspectionOptions> & { readonly lastReportAt?: Instant } = {},
) => {
  const sessions = memorySessions(accounts);
  const waits: number[] = [];
  const { lastReportAt, ...rest } = options;
  const outcomes = await inspectAccounts(
    {
      sessions,
      clock: { now: () => readAt },
      wait: async (seconds) => void waits.push(seconds),
    },
    Object.keys(accounts).map((accountId) => ({
      accountId: accountId as AccountId,
      ...(lastReportAt === undefined ? {} : { lastReportAt }),
    })),
    { ...nobody, ...rest },
  );
  return { outcomes, waits, log: sessions.log };
};

const callsOf = (outcome: InspectedAccount | undefined) =>
  outcome?.coverage === 'read' ? outcome.inventory.calls : outcome?.calls;

const usersWithKeys = (count: number, keysEach: number) =>
  Array.from({ length: count }, (_, place) => ({
    userName: `user-${place}`,
    slots: Array.from({ length: keysEach }, () => slot('2026-02-01T00:00:00Z')),
  }));

describe('inspecting accounts', () => {
  it.each([
    [0, 0],
    [1, 1],
    [20, 2],
    [101, 2],
    [5000, 2],
  ])('takes three calls for %i users with %i keys each (trap b)', async (users, keys) => {
    const { outcomes, waits } = await inspect({ [a]: { users: usersWithKeys(users, keys) } });
    expect(outcomes[0]).toMatchObject({ coverage: 'read' });
    expect(callsOf(outcomes[0])).toEqual({
      AssumeRole: 1,
      GenerateCredentialReport: 1,
      GetCredentialReport: 1,
    });
    if (outcomes[0]?.coverage === 'read') {
      expect(outcomes[0].inventory.keys).toHaveLength(users * keys);
    }
    expect(waits).toEqual([]);
  });

  it('takes two calls when a report younger than four hours is remembered', async () => {
    const { outcomes } = await inspect({ [a]: {} }, { lastReportAt: reportAt });
    expect(callsOf(outcomes[0])).toEqual({ AssumeRole: 1, GetCredentialReport: 1 });
    const old = await inspect({ [a]: {} }, { lastReportAt: addSeconds(readAt, -4 * 3600) });
    expect(callsOf(old.outcomes[0])).toMatchObject({ GenerateCredentialReport: 1 });
  });

  it('asks every account for its report before it fetches any', async () => {
    const { log } = await inspect({ [a]: {}, [b]: {}, [c]: {} });
    const firstGet = log.findIndex((call) => call.endsWith('GetCredentialReport'));
    expect(log.slice(0, firstGet).filter((call) => call.includes('Generate'))).toHaveLength(3);
  });

  it('looks once more, after the whole batch, when AWS is not ready', async () => {
    const { outcomes, waits, log } = await inspect({
      [a]: { reports: [{ status: 'in-progress' }, 'ready'] },
      [b]: {},
    });
    expect(outcomes.map(({ coverage }) => coverage)).toEqual(['read', 'read']);
    expect(waits).toEqual([20]);
    expect(log.at(-1)).toBe(`${a} GetCredentialReport`);
    expect(callsOf(outcomes[0])).toMatchObject({ GetCredentialReport: 2 });
    expect(callsOf(outcomes[1])).toMatchObject({ GetCredentialReport: 1 });
  });

  it('gives up on a report that stays in progress, to be tried again later (trap n)', async () => {
    const { outcomes, waits } = await inspect(
      { [a]: { reports: [{ status: 'in-progress' }] } },
      { latePasses: [5, 15] },
    );
    expect(outcomes[0]).toEqual({
      accountId: a,
      coverage: 'failed',
      reason: 'AWS was still making the credential report',
      retry: 'yes',
      calls: { AssumeRole: 1, GenerateCredentialReport: 1, GetCredentialReport: 3 },
    });
    expect(waits).toEqual([5, 15]);
  });

  it('reads the report that is there when AWS is at its capacity (trap n)', async () => {
    const { outcomes, waits } = await inspect({ [a]: { requests: [throttled] } });
    expect(outcomes[0]).toMatchObject({ coverage: 'read' });
    expect(waits).toEqual([]);
  });

  it('asks again later when a new report was refused and there is no old one (trap n)', async () => {
    const { outcomes } = await inspect({
      [a]: {
        requests: [throttled, { status: 'accepted', state: 'COMPLETE' }],
        reports: [{ status: 'not-present' }, 'ready'],
      },
      [b]: { requests: [throttled], reports: [{ status: 'expired' }] },
    });
    expect(outcomes[0]).toMatchObject({ coverage: 'read' });
    expect(outcomes[1]).toMatchObject({
      coverage: 'failed',
      retry: 'yes',
      reason:
        'the credential report is older than four hours, and a new one was refused: throttled (LimitExceeded)',
    });
  });

  it('asks for a report at once when the remembered one turns out to be expired', async () => {
    const { outcomes, log } = await inspect(
      { [a]: { reports: [{ status: 'expired' }, 'ready'] } },
      { lastReportAt: reportAt },
    );
    expect(outcomes[0]).toMatchObject({ coverage: 'read' });
    expect(log.map((call) => call.slice(13))).toEqual([
      'AssumeRole',
      'GetCredentialReport',
      'GenerateCredentialReport',
      'GetCredentialReport',
    ]);
  });

  it('leaves the others alone when accounts in the middle fail', async () => {
    const sessions = memorySessions({ [a]: {}, [c]: {} });
    const outcomes = await inspectAccounts(
      {
        sessions: {
          open: (accountId) => {
            if (accountId === b) throw new TypeError('broken on the way');
            return sessions.open(accountId);
          },
        },
        clock: { now: () => readAt },
        wait: async () => undefined,
      },
      [a, b, c].map((accountId) => ({ accountId })),
      nobody,
    );
    expect(outcomes.map(({ accountId, coverage }) => [accountId, coverage])).toEqual([
      [a, 'read'],
      [b, 'failed'],
      [c, 'read'],
    ]);
    expect(outcomes[1]).toMatchObject({ reason: 'broken on the way' });
  });

  it('does not try again what is denied, and tries again what is throttled', async () => {
    const denied = { reason: 'AssumeRole failed: access denied.', retry: 'no' } as const;
    const slow = { reason: 'AssumeRole failed: throttled (Throttling).', retry: 'yes' } as const;
    const { outcomes } = await inspect({
      [a]: { failsToOpen: [denied, denied] },
      [b]: { failsToOpen: [slow] },
      [c]: { reports: [{ status: 'failed', reason: 'access denied', retry: 'no' }] },
    });
    expect(outcomes).toMatchObject([
      { coverage: 'failed', retry: 'no', calls: { AssumeRole: 1 } },
      { coverage: 'read' },
      { coverage: 'failed', retry: 'no', calls: { GetCredentialReport: 1 } },
    ]);
  });

  it('calls an account failed whose report is no report', async () => {
    const { outcomes } = await inspect({
      [a]: { reports: [{ status: 'read', rows: [['<html>']], generatedAt: reportAt }] },
    });
    expect(outcomes[0]).toMatchObject({ coverage: 'failed', retry: 'no' });
  });

  it('tells of each account once, as soon as it is known', async () => {
    const told: string[] = [];
    await inspect(
      { [a]: { reports: [{ status: 'in-progress' }, 'ready'] }, [b]: {} },
      { onInspected: ({ accountId, coverage }) => told.push(`${accountId} ${coverage}`) },
    );
    expect(told).toEqual([`${b} read`, `${a} read`]);
  });

  it('asks for service credentials only when told to', async () => {
    const without = await inspect({ [a]: {} });
    expect(without.log.join()).not.toContain('ListServiceSpecificCredentials');
    const { outcomes } = await inspect({ [a]: {} }, { withServiceCredentials: true });
    expect(callsOf(outcomes[0])).toMatchObject({ ListServiceSpecificCredentials: 1 });
  });
});

const id = (letter: string) => `AKIAEXAMPLE00000000${letter}` as AccessKeyId;
const stateOf = (
  userName: string,
  letter: string,
  createdAt: string,
  status: 'Active' | 'Inactive' = 'Active',
): AccessKeyState => ({
  accountId: a,
  userName,
  accessKeyId: id(letter),
  createdAt: instantOf(Date.parse(createdAt)),
  status,
});
const listing = (...keys: readonly AccessKeyState[]) => known(keys, readAt, 'ListAccessKeys');

describe('ids of keys', () => {
  const day = '2026-02-01T00:00:00Z';

  it('are asked for only for users who need them, and never for root', async () => {
    const asked: string[] = [];
    const { log, outcomes } = await inspect(
      {
        [a]: {
          users: [
            { userName: 'due', slots: [slot(day)] },
            { userName: 'fine', slots: [slot(day)] },
          ],
          listed: { due: listing(stateOf('due', 'A', day)) },
        },
      },
      {
        needsIds: (user, keys) => {
          asked.push(user.userName);
          return user.userName === 'due' && keys.length > 0;
        },
      },
    );
    expect(asked).toEqual(['due', 'fine']);
    expect(log.filter((call) => call.includes('ListAccessKeys'))).toEqual([
      `${a} ListAccessKeys due`,
    ]);
    expect(log.join()).not.toContain('GetAccessKeyLastUsed');
    if (outcomes[0]?.coverage !== 'read') throw new Error('not read');
    expect(outcomes[0].inventory.keys.map((key) => [key.userName, key.accessKeyId.known])).toEqual([
      ['fine', false],
      ['due', true],
    ]);
  });

  const inspectOne = async (account: MemoryAccount) => {
    const { outcomes, log } = await inspect({ [a]: account }, { needsIds: () => true });
    const [outcome] = outcomes;
    if (outcome?.coverage !== 'read') throw new Error('not read');
    return { inventory: outcome.inventory, log };
  };

  it.each([0, 44, 46])(
    'a key never used, made %i days ago, has its age from its creation (trap f)',
    async (days) => {
      const createdAt = addDays(reportAt, -days);
      const { inventory } = await inspectOne({
        users: [{ userName: 'u', slots: [slot(createdAt.replace('.000', ''))] }],
        listed: { u: listing(stateOf('u', 'A', createdAt)) },
      });
      expect(inventory.keys[0]).toMatchObject({
        createdAt: { known: true, value: createdAt },
        lastUse: { known: true, value: null },
      });
    },
  );

  it('belong to the one key of a user whose only key is in slot 2 (trap g)', async () => {
    const { inventory } = await inspectOne({
      users: [{ userName: 'u', slots: ['false,N/A,N/A,N/A,N/A', slot(day)] }],
      listed: { u: listing(stateOf('u', 'A', day)) },
    });
    expect(inventory.keys).toMatchObject([{ accessKeyId: { value: id('A') } }]);
    expect(inventory.users.find(({ userName }) => userName === 'u')?.keyCount).toMatchObject({
      value: 1,
    });
  });

  it('follow creation and not slots when the key in slot 1 was replaced (trap h)', async () => {
    const newer = '2026-10-01T00:00:00Z';
    const used = 'true,2026-02-01T00:00:00Z,2026-11-01T00:00:00Z,us-east-1,sqs';
    const { inventory } = await inspectOne({
      users: [{ userName: 'u', slots: [slot(newer), used] }],
      listed: { u: listing(stateOf('u', 'A', day), stateOf('u', 'B', newer)) },
    });
    expect(
      inventory.keys.map(({ accessKeyId, lastUse }) => [
        accessKeyId.known && accessKeyId.value,
        lastUse.known && lastUse.value?.service,
      ]),
    ).toEqual([
      [id('A'), 'sqs'],
      [id('B'), undefined],
    ]);
  });

  it('of two keys made in one second come with the last use that each id has (trap i)', async () => {
    const use = { at: readAt, service: 's3', region: 'us-east-1' };
    const { inventory, log } = await inspectOne({
      users: [
        {
          userName: 'u',
          slots: [slot(day), 'true,2026-02-01T00:00:00Z,2026-11-01T00:00:00Z,x,s3'],
        },
      ],
      listed: { u: listing(stateOf('u', 'A', day), stateOf('u', 'B', day)) },
      lastUses: {
        [id('A')]: known(use, readAt, 'GetAccessKeyLastUsed'),
        [id('B')]: unknown('throttled', 'GetAccessKeyLastUsed', 'yes'),
      },
    });
    expect(log.filter((call) => call.includes('GetAccessKeyLastUsed'))).toHaveLength(2);
    expect(inventory.keys.map(({ lastUse }) => lastUse.known && lastUse.value)).toEqual([
      use,
      false,
    ]);
  });

  it('stay apart for one user name in two accounts (trap j)', async () => {
    const inB = { ...stateOf('deployer', 'B', day), accountId: b };
    const { outcomes } = await inspect(
      {
        [a]: {
          users: [{ userName: 'deployer', slots: [slot(day)] }],
          listed: { deployer: listing(stateOf('deployer', 'A', day)) },
        },
        [b]: {
          users: [{ userName: 'deployer', slots: [slot(day)] }],
          listed: { deployer: listing(inB) },
        },
      },
      { needsIds: () => true },
    );
    expect(
      outcomes.map((each) => each.coverage === 'read' && each.inventory.keys[0]?.accessKeyId),
    ).toMatchObject([{ value: id('A') }, { value: id('B') }]);
    expect(outcomes).toMatchObject([
      { inventory: { keys: [{ accountId: a }] } },
      { inventory: { keys: [{ accountId: b }] } },
    ]);
  });

  it('follow the live list when the report contradicts it (trap n)', async () => {
    const { inventory } = await inspectOne({
      users: [{ userName: 'u', slots: [slot(day)] }],
      listed: { u: listing(stateOf('u', 'A', day, 'Inactive')) },
    });
    expect(inventory.keys[0]?.status).toMatchObject({
      value: 'Inactive',
      source: 'ListAccessKeys',
    });
    expect(inventory.changes).toMatchObject([{ kind: 'status-changed' }]);
  });

  it('are none for a user who was deleted since (trap p)', async () => {
    const { inventory } = await inspectOne({
      users: [{ userName: 'u', slots: [slot(day)] }],
      listed: { u: known(null, readAt, 'ListAccessKeys') },
    });
    expect(inventory.keys).toEqual([]);
    expect(inventory.changes).toMatchObject([{ kind: 'user-deleted' }]);
  });

  it('stay unknown with the reason when the list is throttled, and the key stays', async () => {
    const { inventory } = await inspectOne({
      users: [{ userName: 'u', slots: [slot(day)] }],
      listed: { u: unknown('throttled (Throttling)', 'ListAccessKeys', 'yes') },
    });
    expect(inventory.keys).toMatchObject([
      { accessKeyId: { known: false, reason: 'throttled (Throttling)', retry: 'yes' } },
    ]);
  });

  it('count with passwords, root keys and service credentials', async () => {
    const { inventory } = await inspectOne({ users: usersWithKeys(2, 1) });
    expect(countCredentials(inventory)).toMatchObject({
      users: 2,
      rootKeys: { known: true, value: 0 },
      usersWithKeyAndPassword: 0,
      serviceCredentials: { known: false },
    });
  });
});
