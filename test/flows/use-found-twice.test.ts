import { expect, it } from 'vitest';
import type { Instant } from '../../src/core/model/instant.ts';
import {
  clickDisable,
  configurationOf,
  deliverAll,
  key,
  newKeyWorld,
  takeChange,
  takeRequest,
  theCase,
} from './key-story.ts';
import { createAccessKey } from './sample-records.ts';

it('a request that comes back after it found a use disables nothing, and starts the clock once', async () => {
  const world = newKeyWorld();
  await takeChange(world, createAccessKey(), configurationOf('mode: enforce'));
  deliverAll(world);
  world.now = '2026-11-05T12:00:00.000Z' as Instant;
  const usedAt = '2026-11-05T10:00:00.000Z' as Instant;
  world.lastUses.set(key.accessKeyId, { at: usedAt, service: 's3', region: 'eu-west-1' });
  const request = clickDisable(world);
  const publish = world.eventsPort.publish;
  const broken = { ...world, eventsPort: { publish: () => Promise.reject(new Error('crash')) } };
  await expect(takeRequest(broken, request)).rejects.toThrow('crash');
  const { clockStartedAt } = theCase(world);
  // The dead letter comes back two days later.
  world.now = '2026-11-07T12:00:00.000Z' as Instant;
  await takeRequest({ ...world, clock: world.clock, eventsPort: { publish } }, request);
  expect(theCase(world).clockStartedAt).toBe(clockStartedAt);
  expect(world.events.map(({ type }) => type)).toContain('Access Key Due');
  expect(world.acts).toEqual([]);
});
