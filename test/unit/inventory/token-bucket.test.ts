import { describe, expect, it } from 'vitest';
import { tokenBucket } from '../../../src/adapters/aws/token-bucket.ts';

/** A clock that moves only when somebody sleeps. */
const sleeper = () => {
  let now = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: async (milliseconds: number) => {
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
};

const takenAt = async (bucket: ReturnType<typeof tokenBucket>, calls: number) => {
  const times: number[] = [];
  for (let call = 0; call < calls; call += 1) times.push(await bucket.take());
  return times;
};

describe('a token bucket', () => {
  it('lets calls go at its rate after the first burst', async () => {
    const clock = sleeper();
    const bucket = tokenBucket({ ...clock, perSecond: 10, burst: 5 });
    const times = await takenAt(bucket, 25);
    expect(times.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(times.at(-1)).toBe(2000);
  });

  it('sleeps once for each call that must wait, never in a tight loop', async () => {
    const clock = sleeper();
    await takenAt(tokenBucket({ ...clock, perSecond: 15 }), 100);
    expect(clock.slept.length).toBeLessThanOrEqual(100);
    expect(Math.min(...clock.slept)).toBeGreaterThanOrEqual(1);
  });

  it('serves callers in the order they came', async () => {
    const clock = sleeper();
    const bucket = tokenBucket({ ...clock, perSecond: 10, burst: 1 });
    const order: number[] = [];
    await Promise.all([1, 2, 3, 4].map((name) => bucket.take().then(() => order.push(name))));
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it('halves once for throttles of calls that were on their way together', async () => {
    const clock = sleeper();
    const bucket = tokenBucket({ ...clock, perSecond: 100 });
    const [first = 0, second = 0] = await takenAt(bucket, 2);
    bucket.throttled(first);
    bucket.throttled(second);
    expect(bucket.rate()).toBe(50);
    await clock.sleep(10);
    bucket.throttled(await bucket.take());
    expect(bucket.rate()).toBeLessThan(26);
  });

  it('recovers slowly, and never beyond its rate', async () => {
    const clock = sleeper();
    const bucket = tokenBucket({ ...clock, perSecond: 100 });
    bucket.throttled(await bucket.take());
    await clock.sleep(1000);
    expect(bucket.rate()).toBeGreaterThan(50);
    expect(bucket.rate()).toBeLessThan(60);
    await clock.sleep(3_600_000);
    expect(bucket.rate()).toBe(100);
  });

  it('keeps going, however often it is throttled', async () => {
    const clock = sleeper();
    const bucket = tokenBucket({ ...clock, perSecond: 32 });
    for (let time = 0; time < 20; time += 1) bucket.throttled(await bucket.take());
    expect(bucket.rate()).toBeGreaterThanOrEqual(1);
    await expect(bucket.take()).resolves.toBeGreaterThan(0);
  });
});
