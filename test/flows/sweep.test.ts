import { describe, expect, it } from 'vitest';
import type { SweepEventDetail } from '../../src/core/events/sweep-event.ts';
import type { Instant } from '../../src/core/model/instant.ts';
import { closeSweep } from '../../src/flows/close-sweep.ts';
import { configurationOf } from './key-story.ts';
import {
  accountNumber,
  addAccount,
  addKey,
  caseOf,
  nextDay,
  runSweep,
  type SweepWorld,
  sweepWorld,
  toldUsers,
} from './sweep-world.ts';

const one = accountNumber(1);
const two = accountNumber(2);
const old = { createdAt: '2025-01-01T08:00:00.000Z' };

const world = (): SweepWorld => {
  const made = sweepWorld('2026-11-23T04:17:00.000Z');
  addAccount(made, one);
  return made;
};

const sweepEvents = (of: SweepWorld): readonly SweepEventDetail[] =>
  of.events.flatMap(({ detail }) =>
    'noticeKind' in detail && detail.noticeKind === 'sweep' ? [detail as SweepEventDetail] : [],
  );

describe('a key that no event told of', () => {
  it('gets a case, an owner and a date, and is told once', async () => {
    const swept = world();
    const key = addKey(swept, one, 'nightly', { ...old, owner: '#team-shop' });
    await runSweep(swept);
    nextDay(swept);
    await runSweep(swept);
    expect(caseOf(swept, key)).toMatchObject({
      key,
      stage: 'told',
      accountName: 'Account 1',
      holder: 'workload',
      owners: [{ contact: '#team-shop' }, { contact: '#cloud-security' }],
      place: { ous: ['ou-prod', 'r-root'] },
      dueAt: expect.any(String),
    });
    expect(toldUsers(swept)).toEqual(['nightly']);
  });

  it('is announced again when the first announcement was cut short', async () => {
    const swept = world();
    addKey(swept, one, 'nightly', old);
    await runSweep(swept);
    swept.events.length = 0;
    swept.now = '2026-11-24T04:17:00.000Z' as Instant;
    await runSweep(swept);
    expect(toldUsers(swept)).toEqual(['nightly']);
  });

  it('is left alone while nothing speaks against it', async () => {
    const swept = world();
    addKey(swept, one, 'fresh', { createdAt: '2026-11-20T08:00:00.000Z' });
    await runSweep(swept);
    expect(swept.cases.size).toBe(0);
    expect(swept.calls).toEqual(['AssumeRole', 'GenerateCredentialReport', 'GetCredentialReport']);
  });

  it('is reconciled when its CreateAccessKey event was lost, however young it is', async () => {
    const swept = world();
    await runSweep(swept);
    nextDay(swept);
    const key = addKey(swept, one, 'lost', { createdAt: '2026-11-23T12:00:00.000Z' });
    await runSweep(swept);
    expect(caseOf(swept, key)?.reasons.map(({ id }) => id)).toContain('undeclared');
    expect(toldUsers(swept)).toEqual(['lost']);
  });

  it('is not told when an exception covers it', async () => {
    const swept = world();
    const key = addKey(swept, one, 'vendor', old);
    const at = '2026-11-01T00:00:00.000Z' as Instant;
    swept.exceptions.push({
      id: 'x1',
      version: 1,
      accountId: one,
      accountName: 'Account 1',
      scope: { kind: 'user', userName: 'vendor' },
      state: 'granted',
      owner: '#team-shop',
      reason: 'The vendor cannot federate.',
      conditions: '',
      requestedBy: 'U1',
      requestedAt: at,
      expiresAt: '2027-01-01T00:00:00.000Z' as Instant,
      approver: 'U2',
      grantedAt: at,
      reviews: [],
    });
    await runSweep(swept);
    expect(caseOf(swept, key)?.stage).toBe('excepted');
    expect(toldUsers(swept)).toEqual([]);
  });
});

describe('hundreds of old keys', () => {
  it('come to an owner a few a day, riskiest first, and the message says how many wait', async () => {
    const swept = world();
    for (let number = 0; number < 120; number += 1) {
      addKey(swept, one, `batch-${number}`, { ...old, owner: '#team-shop' });
    }
    addKey(swept, one, 'other', { ...old, owner: '#team-web' });
    await runSweep(swept);
    expect(toldUsers(swept)).toHaveLength(4);
    expect(toldUsers(swept)).toContain('other');
    const [opened] = [...swept.cases.values()].filter(({ key }) => key.userName !== 'other');
    expect(opened?.notices[0]?.details).toEqual({ waiting: '117' });
    nextDay(swept);
    await runSweep(swept);
    expect(new Set(toldUsers(swept)).size).toBe(7);
  });

  it('are as many as limits.perOwner says, over all accounts of the owner', async () => {
    const swept = world();
    addAccount(swept, two);
    for (const account of [one, two]) {
      for (const user of ['a', 'b']) addKey(swept, account, user, { ...old, owner: '#team-shop' });
    }
    await runSweep(swept, configurationOf('limits: { perOwner: 3 }'));
    expect(toldUsers(swept)).toHaveLength(3);
  });
});

describe('a case whose event was lost', () => {
  const told = async () => {
    const swept = world();
    const key = addKey(swept, one, 'nightly', old);
    await runSweep(swept);
    nextDay(swept);
    swept.events.length = 0;
    return { swept, key };
  };

  it('is closed when the key is gone, after IAM was asked', async () => {
    const { swept, key } = await told();
    swept.keys.set(`${one}/nightly`, []);
    await runSweep(swept);
    expect(caseOf(swept, key)).toMatchObject({ stage: 'gone' });
    expect(swept.events.map(({ type }) => type)).toEqual(['Access Key Deleted']);
  });

  it('stays as it is when IAM cannot be asked: unknown is not gone', async () => {
    const { swept, key } = await told();
    swept.keys.set(`${one}/nightly`, []);
    swept.faults.set('ListAccessKeys', {
      known: false,
      reason: 'throttled',
      retry: 'yes',
      source: 'ListAccessKeys',
    });
    await runSweep(swept);
    expect(caseOf(swept, key)).toMatchObject({ stage: 'told' });
  });

  it('follows a key that somebody disabled, and one that came back', async () => {
    const { swept, key } = await told();
    swept.keys.set(`${one}/nightly`, [{ ...key, status: 'Inactive' }]);
    await runSweep(swept);
    expect(caseOf(swept, key)).toMatchObject({ stage: 'disabled' });
    nextDay(swept);
    swept.keys.set(`${one}/nightly`, [{ ...key, status: 'Active' }]);
    await runSweep(swept);
    expect(caseOf(swept, key)).toMatchObject({ stage: 'told', reactivations: 1 });
    expect(swept.events.map(({ detail }) => 'noticeKind' in detail && detail.noticeKind)).toEqual([
      'disabled-elsewhere',
      're-activated',
    ]);
  });

  it('trap v: does nothing twice when a step of the run is tried again', async () => {
    const { swept, key } = await told();
    swept.keys.set(`${one}/nightly`, [{ ...key, status: 'Inactive' }]);
    await runSweep(swept);
    const before = structuredClone(caseOf(swept, key));
    await runSweep(swept);
    expect(caseOf(swept, key)).toEqual(before);
    expect(swept.coverage.get(one)?.consecutiveFailures).toBe(0);
  });

  it('trap n: is not touched by a report that is older than what the case knows', async () => {
    const { swept, key } = await told();
    // Brought back an hour ago; the report of three hours ago still has it Inactive.
    const now = caseOf(swept, key);
    if (now === undefined) throw new Error('There is no case.');
    const at = new Date(Date.parse(swept.now) - 3_600_000).toISOString() as Instant;
    swept.cases.set(`${one}/nightly/${key.accessKeyId}`, { ...now, lastEventAt: at });
    swept.keys.set(`${one}/nightly`, [{ ...key, status: 'Inactive' }]);
    swept.reportAgeMs = 3 * 3_600_000;
    await runSweep(swept);
    expect(caseOf(swept, key)?.stage).toBe('told');
  });
});

describe('accounts', () => {
  it('trap b: all of them, whatever the number of pages and batches', async () => {
    const swept = sweepWorld('2026-11-23T04:17:00.000Z');
    for (let number = 1; number <= 101; number += 1) addAccount(swept, accountNumber(number));
    const { counts } = await runSweep(swept);
    expect(counts).toEqual({ read: 101, failed: 0, excluded: 0, notRead: 0 });
    expect(swept.calls.filter((call) => call === 'AssumeRole')).toHaveLength(101);
  });

  it('trap j: two users of one name in two accounts are two cases', async () => {
    const swept = world();
    addAccount(swept, two);
    const keys = [one, two].map((account) => addKey(swept, account, 'deployer', old));
    await runSweep(swept);
    expect(keys.map((key) => caseOf(swept, key)?.key.accountId)).toEqual([one, two]);
  });

  it('trap p: a user deleted between the report and the closer look gets no case', async () => {
    const swept = world();
    addKey(swept, one, 'leaver', old);
    swept.members.reading = ((reading) => async (accountId) => ({
      ...(await reading(accountId)),
      accessKeys: () =>
        Promise.resolve({ known: true, value: null, at: swept.now, source: 'ListAccessKeys' }),
    }))(swept.members.reading);
    const { counts } = await runSweep(swept);
    expect([counts.read, swept.cases.size]).toEqual([1, 0]);
  });

  it('trap t: suspended ones are listed and left out, new ones wait for the next run', async () => {
    const swept = world();
    addAccount(swept, two, { state: 'SUSPENDED' });
    const startedAt = swept.now;
    await runSweep(swept);
    swept.listed.set(accountNumber(3), {
      accountId: accountNumber(3),
      name: 'New',
      isActive: true,
      state: 'ACTIVE',
      ous: undefined,
      listedSince: '2026-11-23T04:20:00.000Z' as Instant,
    });
    swept.ledger.clear();
    const { counts } = await closeSweep(startedAt, swept.ports, configurationOf());
    expect(counts).toEqual({ read: 1, failed: 0, excluded: 2, notRead: 0 });
    const [closed] = [...swept.ledger.values()];
    expect(closed?.body).toMatchObject({
      gaps: [
        { accountId: two, coverage: 'excluded', by: 'AWS Organizations' },
        { accountId: accountNumber(3), by: 'lastkey' },
      ],
    });
  });

  it('that the configuration excludes are not read, and say who left them out', async () => {
    const swept = world();
    const configuration = configurationOf();
    const { counts } = await runSweep(swept, {
      ...configuration,
      organization: {
        ...configuration.organization,
        exclude: [{ account: one, by: 'Ada', reason: 'being sold' }],
      },
    });
    expect([counts, swept.calls]).toEqual([{ read: 0, failed: 0, excluded: 1, notRead: 0 }, []]);
  });

  it('that fail in the middle take no other with them', async () => {
    const swept = world();
    addAccount(swept, two);
    addAccount(swept, accountNumber(3));
    swept.refusing.set(two, 'AssumeRole: access denied');
    const key = addKey(swept, accountNumber(3), 'nightly', old);
    const { counts } = await runSweep(swept);
    expect(counts).toEqual({ read: 2, failed: 1, excluded: 0, notRead: 0 });
    expect(caseOf(swept, key)).toBeDefined();
    expect(swept.coverage.get(two)).toMatchObject({
      coverage: 'failed',
      reason: 'AssumeRole: access denied',
      consecutiveFailures: 1,
    });
  });

  it('of a batch that never finished are failed, not clean', async () => {
    const swept = sweepWorld('2026-11-23T04:17:00.000Z');
    for (let number = 1; number <= 60; number += 1) addAccount(swept, accountNumber(number));
    await runSweep(swept);
    nextDay(swept);
    const { counts } = await runSweep(swept, configurationOf(), { dropBatch: 1 });
    expect(counts).toEqual({ read: 50, failed: 10, excluded: 0, notRead: 0 });
    expect(swept.coverage.get(accountNumber(60))?.reason).toBe('its batch did not finish');
  });

  it('that no run can read are told to the fallback channel after three, and then weekly', async () => {
    const swept = world();
    swept.refusing.set(one, 'access denied');
    for (let run = 0; run < 10; run += 1) {
      await runSweep(swept);
      nextDay(swept);
    }
    expect(sweepEvents(swept).map(({ topic, contacts }) => [topic, contacts])).toEqual([
      ['coverage-gap', ['#cloud-security']],
      ['coverage-gap', ['#cloud-security']],
    ]);
    expect(sweepEvents(swept)[0]?.lines).toEqual([
      'Account 1 (000000000001): not read in 3 runs, access denied',
    ]);
  });

  it('are judged by their organizational unit', async () => {
    const swept = world();
    const key = addKey(swept, one, 'nightly', old);
    await runSweep(
      swept,
      configurationOf('overrides:\n  - { where: { ou: ou-prod }, keys: { mode: enforce } }'),
    );
    expect(caseOf(swept, key)?.mode).toBe('enforce');
  });

  it('with a root key are told once, and not as a key that could be disabled', async () => {
    const swept = world();
    swept.rootKeys.set(one, '2021-05-05T05:05:05.000Z' as Instant);
    await runSweep(swept);
    nextDay(swept);
    await runSweep(swept);
    expect(sweepEvents(swept).map(({ topic }) => topic)).toEqual(['root-keys']);
    expect(swept.cases.size).toBe(0);
  });
});

describe('the list', () => {
  it('fails loudly when no account is active: an empty list is no clean organization', async () => {
    const swept = sweepWorld('2026-11-23T04:17:00.000Z');
    addAccount(swept, one, { state: 'SUSPENDED' });
    await expect(runSweep(swept)).rejects.toThrow('none of them is ACTIVE');
  });

  it('of ten thousand accounts fits into what Step Functions passes on', async () => {
    const swept = sweepWorld('2026-11-23T04:17:00.000Z');
    for (let number = 1; number <= 10_000; number += 1) addAccount(swept, accountNumber(number));
    const { listAccounts } = await import('../../src/flows/list-accounts.ts');
    const { batches } = await listAccounts(
      { organization: { all: () => Promise.resolve(swept.accounts) }, list: swept.ports.list },
      configurationOf(),
      swept.now,
    );
    expect(JSON.stringify({ startedAt: swept.now, batches }).length).toBeLessThan(256 * 1024);
    expect(batches.flat()).toHaveLength(10_000);
  });

  it('is written where it differs, and remembers who has left', async () => {
    const swept = world();
    addAccount(swept, two);
    await runSweep(swept);
    swept.accounts.pop();
    nextDay(swept);
    const writes: string[] = [];
    const write = swept.ports.list.write;
    swept.ports.list.write = (account) => {
      writes.push(`${account.accountId} ${account.state}`);
      return write(account);
    };
    const { counts } = await runSweep(swept);
    expect(writes).toEqual([`${two} LEFT`]);
    expect(counts).toMatchObject({ read: 1, failed: 0, excluded: 0 });
  });
});
