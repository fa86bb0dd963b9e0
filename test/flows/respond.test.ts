import { describe, expect, it } from 'vitest';
import { unknown } from '../../src/core/model/fact.ts';
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

const enforced = configurationOf('mode: enforce');

/** A key whose owner has been told, in enforce mode. */
const toldWorld = async (): Promise<MemoryWorld> => {
  const world = newKeyWorld();
  await takeChange(world, createAccessKey(), enforced);
  deliverAll(world);
  world.events.length = 0;
  return world;
};

const statusOf = (world: MemoryWorld) =>
  world.keys.get(`${key.accountId}/${key.userName}`)?.[0]?.status;

describe('disable now', () => {
  it('disables exactly that key, verifies it, and records the intention before the act', async () => {
    const world = await toldWorld();
    await takeRequest(world, clickDisable(world));
    expect(world.acts).toEqual([`${key.accessKeyId} Inactive`]);
    expect(statusOf(world)).toBe('Inactive');
    expect(theCase(world)).toMatchObject({ stage: 'disabled', disabled: { by: 'Alice' } });
    const types = [...world.ledger.values()].map(({ type }) => type);
    expect(types.slice(-3)).toEqual(['last-look', 'act.intended', 'act.done']);
    expect(world.events.map(({ type }) => type)).toEqual(['Access Key Disabled']);
  });

  const observing = configurationOf();
  it.each([
    { off: 'the deployment', told: enforced, now: enforced, deployedMode: 'observe' as const },
    {
      off: 'the configuration of today',
      told: enforced,
      now: observing,
      deployedMode: 'enforce' as const,
    },
    {
      off: 'what the owner was told',
      told: observing,
      now: enforced,
      deployedMode: 'enforce' as const,
    },
  ])('only says what it would do when the switch is off in $off', async (modes) => {
    const world = newKeyWorld();
    await takeChange(world, createAccessKey(), modes.told);
    deliverAll(world);
    await takeRequest(world, clickDisable(world), {
      configuration: modes.now,
      deployedMode: modes.deployedMode,
    });
    expect(world.acts).toEqual([]);
    expect(theCase(world).notices.at(-1)?.kind).toBe('would-disable');
  });

  it('stops when the key was used since the warning, and says what, where and when', async () => {
    const world = await toldWorld();
    world.now = '2026-11-05T12:00:00.000Z' as Instant;
    world.lastUses.set(key.accessKeyId, {
      at: '2026-11-05T11:40:00.000Z' as Instant,
      service: 's3',
      region: 'eu-west-1',
    });
    await takeRequest(world, clickDisable(world));
    expect(world.acts).toEqual([]);
    expect(theCase(world)).toMatchObject({ stage: 'told', clockStartedAt: world.now });
    expect(theCase(world).notices.at(-1)).toMatchObject({
      kind: 'used-since-warning',
      details: { service: 's3', region: 'eu-west-1', usedAt: '2026-11-05T11:40:00.000Z' },
    });
  });

  it('goes ahead when the person has read of the use and asks all the same', async () => {
    const world = await toldWorld();
    world.lastUses.set(key.accessKeyId, { at: world.now, service: 's3', region: 'eu-west-1' });
    await takeRequest(world, clickDisable(world, { anyway: true }));
    expect(statusOf(world)).toBe('Inactive');
  });

  it('counts a use recorded up to 15 minutes before the warning, because IAM rounds it down', async () => {
    const world = await toldWorld();
    world.lastUses.set(key.accessKeyId, {
      at: '2026-11-03T09:50:00.000Z' as Instant,
      service: 'ec2',
      region: 'us-east-1',
    });
    await takeRequest(world, clickDisable(world));
    expect(world.acts).toEqual([]);
  });

  it.each([
    ['GetAccessKeyLastUsed', 'yes'],
    ['ListAccessKeys', 'yes'],
    ['GetAccessKeyLastUsed', 'no'],
    ['ListAccessKeys', 'no'],
  ] as const)('does nothing while %s is unknown (retry %s)', async (call, retry) => {
    const world = await toldWorld();
    world.faults.set(call, unknown('throttled', call, retry));
    const taken = takeRequest(world, clickDisable(world));
    if (retry === 'yes') await expect(taken).rejects.toMatchObject({ retry: 'yes' });
    else await expect(taken).resolves.toMatchObject({ did: 'not-disabled' });
    expect(world.acts).toEqual([]);
  });

  it('leaves another key alone that has the same id but another create date', async () => {
    const world = await toldWorld();
    world.keys.set(`${key.accountId}/${key.userName}`, [
      { ...key, createdAt: '2026-11-03T10:02:00.000Z' as Instant, status: 'Active' },
    ]);
    await takeRequest(world, clickDisable(world));
    expect(world.acts).toEqual([]);
    expect(theCase(world).stage).toBe('gone');
  });

  it.each(['stop', 'unreadable'] as const)(
    'does nothing while the stop switch is %s',
    async (state) => {
      const world = await toldWorld();
      world.stopSwitch = state;
      await takeRequest(world, clickDisable(world));
      expect(world.acts).toEqual([]);
      expect(theCase(world).notices.at(-1)?.kind).toBe('over-cap');
    },
  );

  it('stops at a cap, and an approver can go on', async () => {
    const world = await toldWorld();
    const configuration = configurationOf('mode: enforce\nlimits: { perOwner: 1 }');
    world.caps.set('2026-11-03', new Map([['owner #team-shop', 1]]));
    await takeRequest(world, clickDisable(world), { configuration });
    expect(world.acts).toEqual([]);
    expect(theCase(world).notices.at(-1)?.kind).toBe('over-cap');
    await takeRequest(world, clickDisable(world, { id: 'click-2', isApprover: true }), {
      configuration,
    });
    expect(statusOf(world)).toBe('Inactive');
  });

  it('does not believe an act that reading again does not show', async () => {
    const world = await toldWorld();
    world.actsWork = false;
    await expect(takeRequest(world, clickDisable(world))).rejects.toMatchObject({
      code: 'act-not-verified',
    });
    expect(theCase(world).stage).not.toBe('disabled');
  });

  it('acts once when the same request comes twice', async () => {
    const world = await toldWorld();
    await takeRequest(world, clickDisable(world));
    const outcome = await takeRequest(world, clickDisable(world));
    expect(outcome.did).toBe('duplicate');
    expect(world.acts).toHaveLength(1);
  });

  it('finishes the record when it crashed between the act and the record', async () => {
    const world = await toldWorld();
    const write = world.caseTable.writeCase;
    const broken = {
      ...world,
      caseTable: { ...world.caseTable, writeCase: () => Promise.reject(new Error('crash')) },
    };
    await expect(takeRequest(broken, clickDisable(world))).rejects.toThrow('crash');
    expect(statusOf(world)).toBe('Inactive');
    world.caseTable.writeCase = write;
    await takeRequest(world, clickDisable(world));
    expect(theCase(world).stage).toBe('disabled');
    expect(world.acts).toHaveLength(1);
  });
});

describe('undo', () => {
  it('brings the key back, verified, and starts the clock anew', async () => {
    const world = await toldWorld();
    await takeRequest(world, clickDisable(world));
    world.now = '2026-11-04T10:00:00.000Z' as Instant;
    await takeRequest(world, clickUndo(world));
    expect(statusOf(world)).toBe('Active');
    expect(theCase(world)).toMatchObject({ stage: 'restored', clockStartedAt: world.now });
    expect(theCase(world).disabled).toBeUndefined();
  });

  it('does nothing to a key that lastkey has not disabled', async () => {
    const world = await toldWorld();
    await takeRequest(world, clickUndo(world));
    expect(world.acts).toEqual([]);
  });
});

describe('the due date', () => {
  const due = '2026-11-10T10:00:01.000Z';

  it('disables a key that stayed unused and whose warnings were all delivered', async () => {
    const world = await toldWorld();
    await passTime(world, '2026-11-09T10:00:01.000Z');
    deliverAll(world);
    await passTime(world, due);
    const [request] = world.requests;
    expect(request?.because).toEqual({ kind: 'due', dueAt: '2026-11-10T10:00:00.000Z' });
    if (request !== undefined) await takeRequest(world, request);
    expect(statusOf(world)).toBe('Inactive');
  });

  it('warns on the configured days before', async () => {
    const world = await toldWorld();
    await passTime(world, '2026-11-05T10:00:00.000Z');
    expect(world.events).toEqual([]);
    await passTime(world, '2026-11-09T10:00:01.000Z');
    expect(world.events.map(({ detail }) => 'noticeKind' in detail && detail.noticeKind)).toEqual([
      'warning',
    ]);
    expect(theCase(world).stage).toBe('warned');
  });

  it('does not come while a warning has not been delivered', async () => {
    const world = await toldWorld();
    await passTime(world, '2026-11-09T10:00:01.000Z'); // nobody delivers this one
    await passTime(world, due);
    expect(world.requests).toEqual([]);
    expect(theCase(world).nextStepAt).toBe('2026-11-11T10:00:01.000Z');
  });

  it('asks again under the same id when it runs twice in one round', async () => {
    const world = await toldWorld();
    await passTime(world, '2026-11-09T10:00:01.000Z');
    deliverAll(world);
    const before = theCase(world);
    await passTime(world, due);
    world.cases.set(`${key.accountId}/${key.userName}/${key.accessKeyId}`, before); // write lost
    await passTime(world, due);
    expect(new Set(world.requests.map(({ id }) => id)).size).toBe(1);
  });

  it('is off when it has moved since it was asked for', async () => {
    const world = await toldWorld();
    await takeRequest(world, {
      ...clickDisable(world),
      because: { kind: 'due', dueAt: '2026-11-09T10:00:00.000Z' as Instant },
    });
    expect(world.acts).toEqual([]);
  });
});
