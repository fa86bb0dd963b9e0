import { describe, expect, it } from 'vitest';
import {
  configurationOf,
  deliverAll,
  newKeyWorld,
  passTime,
  takeChange,
  theCase,
} from './key-story.ts';
import { createAccessKey } from './sample-records.ts';

const configuration = configurationOf('mode: enforce');

describe('a warning whose time passed while nothing ran', () => {
  it('is given when it runs again, and the key is due a day later', async () => {
    const world = newKeyWorld();
    await takeChange(world, createAccessKey(), configuration);
    deliverAll(world);
    expect(theCase(world).dueAt).toBe('2026-11-10T10:00:00.000Z');
    const late = '2026-11-12T08:00:00.000Z';
    await passTime(world, late, configuration);
    expect(world.requests).toEqual([]);
    expect(theCase(world)).toMatchObject({ stage: 'warned', dueAt: '2026-11-13T08:00:00.000Z' });
    expect(theCase(world).notices.at(-1)).toMatchObject({
      kind: 'warning',
      details: { days: '1' },
    });
    deliverAll(world);
    await passTime(world, '2026-11-13T08:00:00.000Z', configuration);
    expect(world.requests.map(({ act }) => act)).toEqual(['disable']);
  });
});
