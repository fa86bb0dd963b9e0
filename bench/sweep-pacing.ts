import { type CallPace, callPace } from '../src/adapters/aws/call-pace.ts';
import type { TokenBucket } from '../src/adapters/aws/token-bucket.ts';
import { unknown } from '../src/core/model/fact.ts';
import type { AccountId } from '../src/core/model/ids.ts';
import { type Instant, instantOf } from '../src/core/model/instant.ts';
import { inspectAccounts } from '../src/flows/inspect-accounts.ts';
import type { AccountSession, AccountSessions } from '../src/flows/inventory-ports.ts';
import { printRows, type Row } from './support/measure.ts';
import { type VirtualTime, virtualTime } from './support/virtual-time.ts';

/**
 * P5 and P6: the real flow with the real pace over simulated AWS, in virtual time. A call takes about 0.1 s
 * (80 to 120 ms); STS takes 600 a second from the hub, IAM 15 of each action from an account, with half a
 * second's burst; a report takes 1 to 60 s. The seed makes every run the same.
 */
const accountCount = 10_000;
const start = Date.parse('2026-11-23T06:00:00Z');

/** A small generator of its own, so that a run is repeated by its seed (mulberry32). */
const seeded = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** What AWS holds callers to. */
const serverLimit = (time: VirtualTime, rateAt: (now: number) => number) => {
  let tokens = rateAt(0) / 2;
  let filledAt = 0;
  return (): boolean => {
    const rate = rateAt(time.now());
    tokens = Math.min(rate / 2, tokens + ((time.now() - filledAt) / 1000) * rate);
    filledAt = time.now();
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
};

/** Who uses the key of an account: the verdict that a sweep must come to. */
const isUsed = (account: number): boolean => account % 3 !== 0;

const rowsOf = (accountId: string, account: number) => [
  [
    'user',
    'arn',
    'access_key_1_active',
    'access_key_1_last_rotated',
    'access_key_1_last_used_date',
    'access_key_2_active',
  ],
  ['<root_account>', `arn:aws:iam::${accountId}:root`, 'false', 'N/A', 'N/A', 'false'],
  [
    'deployer',
    `arn:aws:iam::${accountId}:user/deployer`,
    'true',
    '2026-01-01T00:00:00Z',
    isUsed(account) ? '2026-11-22T00:00:00Z' : 'N/A',
    'false',
  ],
];

interface Totals {
  attempts: number;
  rejected: number;
  /** When the last report could be read at the earliest. */
  lastReadyMs: number;
}

class Throttled extends Error {}

/** An attempt as the SDK makes it: paced, and tried four times with its backoff when throttled. */
const attempts = async (
  world: { readonly time: VirtualTime; readonly random: () => number; readonly totals: Totals },
  bucket: TokenBucket,
  isAccepted: () => boolean,
  count: () => void,
): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    const takenAt = await bucket.take();
    count();
    world.totals.attempts += 1;
    await world.time.sleep(40 + world.random() * 20);
    const accepted = isAccepted();
    await world.time.sleep(40 + world.random() * 20);
    if (accepted) return;
    world.totals.rejected += 1;
    bucket.throttled(takenAt);
    if (attempt === 4) throw new Throttled();
    await world.time.sleep(world.random() * 500 * 2 ** (attempt - 1));
  }
};

const throttledFailure = { reason: 'throttled (Throttling)', retry: 'yes' } as const;

const simulatedSessions = (
  time: VirtualTime,
  pace: CallPace,
  totals: Totals,
  share: (now: number) => number,
): AccountSessions => {
  const random = seeded(20_261_123);
  const sts = serverLimit(time, (now) => 600 * share(now));
  const world = { time, random, totals };
  return {
    open: async (accountId) => {
      const account = Number(accountId) - 111_100_000_000;
      const calls: Record<string, number> = {};
      const counted = (action: string) => () => {
        calls[action] = (calls[action] ?? 0) + 1;
      };
      try {
        await attempts(world, pace.sts, sts, counted('AssumeRole'));
      } catch {
        return { status: 'failed', ...throttledFailure, calls };
      }
      const buckets = pace.iamOfOneAccount();
      const limits = new Map<string, () => boolean>();
      const iam = (action: string) => {
        const limit = limits.get(action) ?? serverLimit(time, (now) => 15 * share(now));
        limits.set(action, limit);
        return attempts(world, buckets(action), limit, counted(action));
      };
      let readyAt = Number.POSITIVE_INFINITY;
      const session: AccountSession = {
        async requestReport() {
          try {
            await iam('GenerateCredentialReport');
          } catch {
            return { status: 'refused', ...throttledFailure };
          }
          if (readyAt === Number.POSITIVE_INFINITY) {
            readyAt = time.now() + 1_000 + random() * 59_000;
            totals.lastReadyMs = Math.max(totals.lastReadyMs, readyAt);
          }
          return { status: 'accepted', state: 'STARTED' };
        },
        async report() {
          try {
            await iam('GetCredentialReport');
          } catch {
            return { status: 'failed', ...throttledFailure };
          }
          if (readyAt === Number.POSITIVE_INFINITY) return { status: 'not-present' };
          if (time.now() < readyAt) return { status: 'in-progress' };
          const generatedAt = instantOf(start + Math.round(readyAt));
          return { status: 'read', rows: rowsOf(accountId, account), generatedAt };
        },
        accessKeys: async () => unknown('not simulated', 'ListAccessKeys'),
        lastUse: async () => unknown('not simulated', 'GetAccessKeyLastUsed'),
        serviceCredentials: async () => unknown('not simulated', 'ListServiceSpecificCredentials'),
        calls: () => ({ ...calls }),
      };
      return { status: 'open', session };
    },
  };
};

const simulate = async (share: (now: number) => number) => {
  const time = virtualTime();
  const totals: Totals = { attempts: 0, rejected: 0, lastReadyMs: 0 };
  const pace = callPace({ now: time.now, sleep: time.sleep });
  const outcomes = await time.run(
    inspectAccounts(
      {
        sessions: simulatedSessions(time, pace, totals, share),
        clock: { now: () => instantOf(start + time.now()) as Instant },
        wait: (seconds) => time.sleep(seconds * 1000),
      },
      Array.from({ length: accountCount }, (_, account) => ({
        accountId: String(111_100_000_000 + account) as AccountId,
      })),
      { needsIds: () => false, atOnce: 400, latePasses: [57] },
    ),
  );
  const wrong = outcomes.filter((outcome, account) => {
    if (outcome.coverage === 'failed') return false;
    const [key] = outcome.inventory.keys;
    const isUsedHere = key?.lastUse.known ? key.lastUse.value !== null : 'unknown';
    return isUsedHere !== isUsed(account);
  });
  const lost = outcomes.filter(({ coverage }) => coverage === 'failed');
  const seconds = time.now() / 1000;
  return { ...totals, seconds, wrong: wrong.length, lost: lost.length, count: outcomes.length };
};

const steady = await simulate(() => 1);
const halved = await simulate((now) => (now < 10_000 ? 1 : 0.5));

const floor = accountCount / 600;
const rows: Row[] = [
  [
    'P5: 10,000 accounts in virtual time',
    `${steady.seconds.toFixed(1)} s`,
    `goal: ${(25 + 60).toFixed(0)} s, 25 s and the slowest report; floor ${(floor + 60).toFixed(1)} s`,
  ],
  [
    'P5: after the last report was ready',
    `${(steady.seconds - steady.lastReadyMs / 1000).toFixed(1)} s`,
    `${(steady.attempts / accountCount).toFixed(2)} calls an account, ${steady.lost} not read`,
  ],
  [
    'P6: limits halved after 10 s: rejected calls',
    `${((100 * halved.rejected) / halved.attempts).toFixed(3)} %`,
    `goal: 0.1 %; ${halved.rejected} of ${halved.attempts}`,
  ],
  ['P6: accounts not read', String(halved.lost), `goal: 0, of ${halved.count}`],
  ['P6: wrong verdicts', String(halved.wrong + steady.wrong), 'goal: 0'],
  ['P6: the sweep with half the limits', `${halved.seconds.toFixed(1)} s`, 'virtual time'],
];
printRows(rows);
