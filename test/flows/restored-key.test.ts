import { describe, expect, it } from 'vitest';
import type { Instant } from '../../src/core/model/instant.ts';
import {
  clickDisable,
  clickUndo,
  configurationOf,
  deliverAll,
  newKeyWorld,
  passTime,
  takeChange,
  takeRequest,
  theCase,
} from './key-story.ts';
import type { MemoryWorld } from './memory-ports.ts';
import { createAccessKey } from './sample-records.ts';

/** No configured warning lies within the seven days of a round. */
const enforced = configurationOf('mode: enforce');
const configuration = { ...enforced, keys: { ...enforced.keys, warnDaysBefore: [30] } };

const restoredWorld = async (): Promise<MemoryWorld> => {
  const world = newKeyWorld();
  await takeChange(world, createAccessKey(), configuration);
  deliverAll(world);
  await takeRequest(world, clickDisable(world), { configuration });
  world.now = '2026-11-04T10:00:00.000Z' as Instant;
  await takeRequest(world, clickUndo(world), { configuration });
  return world;
};

describe('a restored key that stays unused', () => {
  it('is due again: the message that it was restored names the date', async () => {
    const world = await restoredWorld();
    deliverAll(world);
    await passTime(world, theCase(world).dueAt ?? '', configuration);
    expect(world.requests.map(({ act }) => act)).toEqual(['disable']);
  });

  it('is not due while that message has not been delivered', async () => {
    const world = await restoredWorld();
    await passTime(world, theCase(world).dueAt ?? '', configuration);
    expect(world.requests).toEqual([]);
  });
});

it('a restore that comes back after the key was disabled again restores nothing', async () => {
  const world = newKeyWorld();
  await takeChange(world, createAccessKey(), configuration);
  deliverAll(world);
  await takeRequest(world, clickDisable(world), { configuration });
  const publish = { publish: () => Promise.reject(new Error('crash')) };
  const undo = clickUndo(world);
  const attempt = takeRequest({ ...world, eventsPort: publish }, undo, { configuration });
  await expect(attempt).rejects.toThrow('crash');
  await takeRequest(world, clickDisable(world, { id: 'click-2' }), { configuration });
  expect(theCase(world).stage).toBe('disabled');
  await takeRequest(world, undo, { configuration });
  expect(theCase(world).stage).toBe('disabled');
});
