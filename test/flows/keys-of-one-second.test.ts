import { describe, expect, it } from 'vitest';
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
