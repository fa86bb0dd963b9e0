import { describe, expect, it } from 'vitest';
import type { Instant } from '../../src/core/model/instant.ts';
import { configurationOf } from './key-story.ts';
import {
  accountNumber,
  addAccount,
  addKey,
  caseOf,
  nextDay,
  runSweep,
  sweepWorld,
} from './sweep-world.ts';

const account = accountNumber(1);
const createdAt = '2025-01-01T00:00:00.000Z';

describe('two keys of a user made in the same second (trap i)', () => {
  it('are two cases, though the report tells them apart by nothing', async () => {
    const world = sweepWorld('2026-11-20T03:00:00.000Z');
    addAccount(world, account);
    const keys = [1, 2].map(() => addKey(world, account, 'pair', { createdAt }));
    await runSweep(world, configurationOf('limits: { perOwner: 1 }'));
    nextDay(world);
    await runSweep(world, configurationOf('limits: { perOwner: 1 }'));
    expect(keys.map((key) => caseOf(world, key)?.stage)).toEqual(['told', 'told']);
  });

  it('have each its own last use, which the report cannot tell', async () => {
    const world = sweepWorld('2026-11-20T03:00:00.000Z');
    addAccount(world, account);
    const used = {
      at: '2026-11-20T02:00:00.000Z' as Instant,
      service: 's3',
      region: 'eu-west-1',
    };
    const [inUse, unused] = [1, 2].map(() =>
      addKey(world, account, 'pair', { createdAt, lastUse: used }),
    );
    await runSweep(world);
    nextDay(world, 50);
    if (inUse !== undefined) world.lastUses.set(inUse.accessKeyId, { ...used, at: world.now });
    await runSweep(world);
    expect(inUse && caseOf(world, inUse)?.dueAt).toBeUndefined();
    expect(unused && caseOf(world, unused)?.dueAt).toBe('2027-01-16T03:00:00.000Z');
  });

  it('go on when the other one is Inactive', async () => {
    const world = sweepWorld('2026-11-20T03:00:00.000Z');
    addAccount(world, account);
    const used = {
      at: '2026-11-20T02:00:00.000Z' as Instant,
      service: 's3',
      region: 'eu-west-1',
    };
    addKey(world, account, 'pair', { createdAt, status: 'Inactive' });
    const active = addKey(world, account, 'pair', { createdAt, lastUse: used });
    await runSweep(world);
    expect(caseOf(world, active)?.dueAt).toBeUndefined();
    nextDay(world, 50);
    await runSweep(world);
    expect(caseOf(world, active)?.dueAt).toBe('2027-01-16T03:00:00.000Z');
  });

  it('are told apart when one is deleted and the event is lost', async () => {
    const world = sweepWorld('2026-11-20T03:00:00.000Z');
    addAccount(world, account);
    const [deleted, kept] = [1, 2].map(() => addKey(world, account, 'pair', { createdAt }));
    await runSweep(world);
    world.keys.set(
      `${account}/pair`,
      (world.keys.get(`${account}/pair`) ?? []).filter(
        ({ accessKeyId }) => accessKeyId === kept?.accessKeyId,
      ),
    );
    nextDay(world);
    await runSweep(world);
    expect(deleted && caseOf(world, deleted)?.stage).toBe('gone');
    expect(kept && caseOf(world, kept)?.stage).toBe('told');
  });

  it('are not taken for one another when one of them is gone', async () => {
    const world = sweepWorld('2026-11-20T03:00:00.000Z');
    addAccount(world, account);
    const one = addKey(world, account, 'pair', { createdAt });
    await runSweep(world);
    world.keys.set(`${account}/pair`, []);
    nextDay(world);
    await runSweep(world);
    expect(caseOf(world, one)?.stage).toBe('gone');
    const other = addKey(world, account, 'pair', { createdAt });
    nextDay(world);
    await runSweep(world);
    expect(caseOf(world, other)?.stage).toBe('told');
  });
});
