import { describe, expect, it } from 'vitest';
import type { Instant } from '../../src/core/model/instant.ts';
import { configurationOf, deliverAll } from './key-story.ts';
import {
  accountNumber,
  addAccount,
  addKey,
  caseOf,
  nextDay,
  runSweep,
  sweepWorld,
} from './sweep-world.ts';

const configuration = configurationOf('mode: enforce');
const account = accountNumber(1);

/** An old key that was used an hour before the first sweep. */
const usedWorld = () => {
  const world = sweepWorld('2026-11-20T03:00:00.000Z');
  addAccount(world, account);
  const key = addKey(world, account, 'old', {
    createdAt: '2025-01-01T00:00:00.000Z',
    lastUse: { at: '2026-11-20T02:00:00.000Z' as Instant, service: 's3', region: 'eu-west-1' },
  });
  return { world, key };
};

describe('a key that was told without a date because it was in use', () => {
  it('gets a date and a message that names it once it is not used any more', async () => {
    const { world, key } = usedWorld();
    await runSweep(world, configuration);
    expect(caseOf(world, key)).toMatchObject({ stage: 'told' });
    expect(caseOf(world, key)?.dueAt).toBeUndefined();
    deliverAll(world);
    nextDay(world, 50);
    await runSweep(world, configuration);
    const dated = caseOf(world, key);
    expect(dated).toMatchObject({ stage: 'told', clockStartedAt: world.now });
    expect(dated?.dueAt).toBe('2027-01-16T03:00:00.000Z');
    expect(dated?.notices.map(({ kind, delivery }) => `${kind} ${delivery.status}`)).toEqual([
      'found delivered',
      'found pending',
    ]);
  });

  it('gets its date in the next run when an attempt of this one has told it already', async () => {
    const { world, key } = usedWorld();
    const tryTwice = async () => {
      await runSweep(world, configuration);
      world.lastUses.set(key.accessKeyId, null);
      await runSweep(world, configuration);
    };
    await tryTwice();
    expect(caseOf(world, key)?.dueAt).toBeUndefined();
    nextDay(world);
    await runSweep(world, configuration);
    expect(caseOf(world, key)?.dueAt).toBeDefined();
    expect(caseOf(world, key)?.notices).toHaveLength(2);
  });

  it('is not told again on the days after', async () => {
    const { world, key } = usedWorld();
    await runSweep(world, configuration);
    nextDay(world, 50);
    await runSweep(world, configuration);
    nextDay(world);
    await runSweep(world, configuration);
    expect(caseOf(world, key)?.notices).toHaveLength(2);
  });
});
