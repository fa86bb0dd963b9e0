import { describe, expect, it } from 'vitest';
import { withDeletionDate } from '../../src/core/keys/deletion.ts';
import { unknown } from '../../src/core/model/fact.ts';
import { parseAccessKeyId } from '../../src/core/model/ids.ts';
import type { Instant } from '../../src/core/model/instant.ts';
import {
  clickDisable,
  clickUndo,
  configurationOf,
  deliverAll,
  key,
  newKeyWorld,
  passTime,
  takeChange,
  takeRequest,
  theCase,
} from './key-story.ts';
import type { MemoryWorld } from './memory-ports.ts';
import { createAccessKey } from './sample-records.ts';

const deleting = (more = 'mode: enforce') =>
  configurationOf(more).keys.deleteDaysAfterDisable === null
    ? {
        ...configurationOf(more),
        keys: { ...configurationOf(more).keys, deleteDaysAfterDisable: 30 },
      }
    : configurationOf(more);

/** A key that somebody disabled by a click on 4 November, where keys are deleted after 30 days. */
const disabledWorld = async (configuration = deleting()): Promise<MemoryWorld> => {
  const world = newKeyWorld();
  await takeChange(world, createAccessKey(), configuration);
  deliverAll(world);
  world.now = '2026-11-04T10:00:00.000Z' as Instant;
  await takeRequest(world, clickDisable(world), { configuration });
  deliverAll(world);
  world.requests.length = 0;
  world.acts.length = 0;
  return world;
};

/** Lets the warnings come and be delivered, and asks for the deletion. */
const untilDue = async (world: MemoryWorld, configuration = deleting()) => {
  for (const day of ['2026-11-20', '2026-11-27', '2026-12-03', '2026-12-04']) {
    await passTime(world, `${day}T10:30:00.000Z`, configuration);
    deliverAll(world);
  }
  const [request] = world.requests;
  if (request === undefined) throw new Error('Nothing was asked for.');
  return request;
};

const kinds = (world: MemoryWorld) => theCase(world).notices.map(({ kind }) => kind);
const secondKey = parseAccessKeyId('AKIAI44QH8DHBEXAMPLE') ?? key.accessKeyId;

describe('deleting a disabled key', () => {
  it('has no date unless the configuration says so', async () => {
    const world = await disabledWorld(configurationOf('mode: enforce'));
    expect(theCase(world)).toMatchObject({ stage: 'disabled' });
    expect(theCase(world).dueAt).toBeUndefined();
    await passTime(world, '2027-11-04T10:00:00.000Z');
    expect(world.requests).toEqual([]);
  });

  it('warns on the configured days, and deletes after the last', async () => {
    const world = await disabledWorld();
    expect(theCase(world).dueAt).toBe('2026-12-04T10:00:00.000Z');
    const request = await untilDue(world);
    expect(kinds(world).filter((kind) => kind === 'delete-warning')).toHaveLength(3);
    expect(request).toMatchObject({ act: 'delete', key });
    expect(await takeRequest(world, request, { configuration: deleting() })).toMatchObject({
      did: 'deleted',
    });
    expect(world.acts).toEqual([`${key.accessKeyId} deleted`]);
    expect(theCase(world).stage).toBe('deleted');
    expect(kinds(world).at(-1)).toBe('deleted');
    const types = [...world.ledger.values()].map(({ type }) => type);
    expect(types.indexOf('act.intended')).toBeLessThan(types.lastIndexOf('act.done'));
  });

  it('waits for the delivery of a warning: told, or not touched', async () => {
    const world = await disabledWorld();
    await passTime(world, '2026-11-20T10:30:00.000Z', deleting());
    await passTime(world, '2026-12-04T10:30:00.000Z', deleting());
    await passTime(world, '2026-12-06T10:30:00.000Z', deleting());
    expect(world.requests).toEqual([]);
  });

  it('warns once more when no warning was given before its date', async () => {
    const world = await disabledWorld();
    await passTime(world, '2026-12-09T10:00:00.000Z', deleting());
    expect(world.requests).toEqual([]);
    deliverAll(world);
    await passTime(world, '2026-12-09T12:00:00.000Z', deleting());
    expect(world.requests).toEqual([]);
    await passTime(world, '2026-12-10T10:00:00.000Z', deleting());
    expect(world.requests).toHaveLength(1);
  });

  it('is off once the key was restored', async () => {
    const world = await disabledWorld();
    const request = await untilDue(world);
    await takeRequest(world, clickUndo(world), { configuration: deleting() });
    world.acts.length = 0;
    await takeRequest(world, request, { configuration: deleting() });
    expect(world.acts).toEqual([]);
    expect(theCase(world).stage).toBe('restored');
  });

  it('stops when the key is Active again', async () => {
    const world = await disabledWorld();
    const request = await untilDue(world);
    world.keys.set(`${key.accountId}/${key.userName}`, [{ ...key, status: 'Active' }]);
    await takeRequest(world, request, { configuration: deleting() });
    expect(world.acts).toEqual([]);
    expect(theCase(world).notices.at(-1)).toMatchObject({
      kind: 'not-deleted',
      details: { why: 'it is not Inactive any more' },
    });
    expect(theCase(world).dueAt).toBeUndefined();
  });

  it('stops when the key was used after it had been disabled', async () => {
    const world = await disabledWorld();
    const request = await untilDue(world);
    const use = { at: '2026-11-30T00:00:00.000Z' as Instant, service: 's3', region: 'eu-west-1' };
    world.lastUses.set(key.accessKeyId, use);
    await takeRequest(world, request, { configuration: deleting() });
    expect(world.acts).toEqual([]);
    expect(kinds(world).at(-1)).toBe('not-deleted');
  });

  it('never takes the most recently used key of a user who has another', async () => {
    const world = await disabledWorld();
    const request = await untilDue(world);
    const owner = `${key.accountId}/${key.userName}`;
    const other = { ...key, accessKeyId: secondKey, status: 'Inactive' as const };
    world.keys.set(owner, [{ ...key, status: 'Inactive' }, other]);
    const use = (at: string) => ({ at: at as Instant, service: 's3', region: 'eu-west-1' });
    world.lastUses.set(key.accessKeyId, use('2026-11-02T00:00:00.000Z'));
    world.lastUses.set(secondKey, use('2026-10-01T00:00:00.000Z'));
    await takeRequest(world, request, { configuration: deleting() });
    expect(world.acts).toEqual([]);
    expect(theCase(world).notices.at(-1)?.details).toMatchObject({
      why: 'it is the most recently used key of the user',
    });
  });

  it('gets a new date only as many days later when its deletion was stopped', async () => {
    const world = await disabledWorld();
    const request = await untilDue(world);
    world.mayDelete = false;
    await takeRequest(world, request, { configuration: deleting() });
    expect(theCase(world).dueAt).toBeUndefined();
    const again = withDeletionDate(theCase(world), deleting().keys);
    expect(again.dueAt).toBe('2027-01-03T10:30:00.000Z');
    expect(withDeletionDate(again, deleting().keys)).toBe(again);
  });

  it('takes a key when another of the user was used later', async () => {
    const world = await disabledWorld();
    const request = await untilDue(world);
    const other = { ...key, accessKeyId: secondKey, status: 'Active' as const };
    world.keys.set(`${key.accountId}/${key.userName}`, [{ ...key, status: 'Inactive' }, other]);
    world.lastUses.set(key.accessKeyId, {
      at: '2026-11-02T00:00:00.000Z' as Instant,
      service: 's3',
      region: 'eu-west-1',
    });
    world.lastUses.set(secondKey, {
      at: '2026-12-01T00:00:00.000Z' as Instant,
      service: 's3',
      region: 'eu-west-1',
    });
    await takeRequest(world, request, { configuration: deleting() });
    expect(world.acts).toEqual([`${key.accessKeyId} deleted`]);
  });

  it('does nothing while the last look cannot be read', async () => {
    const world = await disabledWorld();
    const request = await untilDue(world);
    world.faults.set('GetAccessKeyLastUsed', unknown('Throttling', 'GetAccessKeyLastUsed', 'yes'));
    await expect(takeRequest(world, request, { configuration: deleting() })).rejects.toMatchObject({
      code: 'last-look-unavailable',
    });
    world.faults.set('GetAccessKeyLastUsed', unknown('AccessDenied', 'GetAccessKeyLastUsed'));
    await takeRequest(world, request, { configuration: deleting() });
    expect(world.acts).toEqual([]);
    expect(kinds(world).at(-1)).toBe('not-deleted');
  });

  it('only tells in observe mode', async () => {
    const observing = deleting('mode: observe');
    const world = await disabledWorld();
    const request = await untilDue(world);
    await takeRequest(world, request, { configuration: observing });
    expect(world.acts).toEqual([]);
    expect(kinds(world).at(-1)).toBe('would-delete');
  });

  it('stops at the stop switch', async () => {
    const world = await disabledWorld();
    const request = await untilDue(world);
    world.stopSwitch = 'stop';
    await takeRequest(world, request, { configuration: deleting() });
    expect(world.acts).toEqual([]);
    expect(theCase(world)).toMatchObject({ stage: 'disabled' });
  });

  it('says so where the deployment does not let the role delete', async () => {
    const world = await disabledWorld();
    const request = await untilDue(world);
    world.mayDelete = false;
    await takeRequest(world, request, { configuration: deleting() });
    expect(theCase(world).stage).toBe('disabled');
    expect(kinds(world).at(-1)).toBe('not-deleted');
  });

  it('calls nothing deleted that is still listed', async () => {
    const world = await disabledWorld();
    const request = await untilDue(world);
    world.actsWork = false;
    await expect(takeRequest(world, request, { configuration: deleting() })).rejects.toMatchObject({
      code: 'act-not-verified',
    });
    expect(theCase(world).stage).toBe('disabled');
  });
});
