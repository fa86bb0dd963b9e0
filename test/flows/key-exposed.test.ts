import { describe, expect, it } from 'vitest';
import type { KeyCase } from '../../src/core/keys/key-case.ts';
import type { Configuration } from '../../src/core/model/configuration.ts';
import { known, unknown } from '../../src/core/model/fact.ts';
import type { AccessKeyId } from '../../src/core/model/ids.ts';
import type { Instant } from '../../src/core/model/instant.ts';
import { type KeyExposedPorts, keyExposed } from '../../src/flows/key-exposed.ts';
import {
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
import { createAccessKey, iamRecord } from './sample-records.ts';

const telling = configurationOf('mode: enforce');
const atOnce: Configuration = { ...telling, keys: { ...telling.keys, exposed: 'disable' } };

const quarantine = (changes: object = {}) =>
  iamRecord('AttachUserPolicy', {
    eventID: 'event-quarantine',
    eventTime: '2026-11-03T12:00:00Z',
    requestParameters: {
      userName: key.userName,
      policyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3',
    },
    responseElements: null,
    ...changes,
  });

const health = (entities: readonly string[] = [key.accessKeyId]) => ({
  source: 'aws.health',
  'detail-type': 'AWS Health Event',
  account: key.accountId,
  time: '2026-11-03T12:00:00Z',
  region: 'us-east-1',
  detail: {
    eventArn: 'arn:aws:health:us-east-1::event/RISK/AWS_RISK_CREDENTIALS_EXPOSED/EXAMPLE1',
    service: 'RISK',
    eventTypeCode: 'AWS_RISK_CREDENTIALS_EXPOSED',
    affectedEntities: entities.map((entityValue) => ({ entityValue })),
  },
});

const portsOf = (world: MemoryWorld, user: string | null | 'denied'): KeyExposedPorts => ({
  clock: world.clock,
  members: world.members,
  exposures: {
    reading: () =>
      Promise.resolve({
        userOfKey: () =>
          Promise.resolve(
            user === 'denied'
              ? unknown('access denied', 'GetAccessKeyLastUsed')
              : known(user, world.now, 'GetAccessKeyLastUsed'),
          ),
        isQuarantined: () => Promise.resolve(known(true, world.now, 'ListAttachedUserPolicies')),
      }),
  },
  names: { nameOf: () => Promise.resolve('Payments production') },
  list: { read: () => Promise.resolve(null) },
  cases: world.caseTable,
  ledger: world.ledgerPort,
  events: world.eventsPort,
});

const expose = (
  world: MemoryWorld,
  event: unknown,
  configuration = telling,
  user: string | null | 'denied' = key.userName,
) => keyExposed(event, 'message-9', portsOf(world, user), configuration);

/** A key that was told nine days ahead, and two hours later AWS finds it. */
const toldWorld = async (): Promise<MemoryWorld> => {
  const world = newKeyWorld();
  await takeChange(world, createAccessKey(), telling);
  deliverAll(world);
  world.events.length = 0;
  world.now = '2026-11-03T12:01:00.000Z' as Instant;
  return world;
};

const unmetWorld = (): MemoryWorld => {
  const world = newKeyWorld();
  world.now = '2026-11-03T12:01:00.000Z' as Instant;
  return world;
};

const kinds = ({ notices }: KeyCase) => notices.map(({ kind }) => kind);
const securityLines = (world: MemoryWorld) =>
  world.events.flatMap(({ detail }) =>
    'topic' in detail && detail.topic === 'key-exposed' ? detail.lines : [],
  );

describe('a key that AWS finds in public', () => {
  it.each([
    ['a quarantine', quarantine()],
    ['AWS Health', health()],
  ])('is told at once to its owner and to security, and due in a day: by %s', async (_, event) => {
    const world = await toldWorld();
    await expose(world, event);
    const keyCase = theCase(world);
    expect(keyCase.reasons[0]?.id).toBe('exposed');
    expect(keyCase).toMatchObject({
      stage: 'told',
      dueAt: '2026-11-04T12:01:00.000Z',
      clockStartedAt: world.now,
    });
    expect(kinds(keyCase)).toEqual(['found', 'exposed']);
    expect(world.events.map(({ type }) => type)).toEqual([
      'Access Key Exposed',
      'Access Key Exposed',
    ]);
    expect(securityLines(world)[0]).toContain(`${key.accessKeyId} of ${key.userName}`);
  });

  it('gets a case when it has none, with the role to use instead', async () => {
    const world = unmetWorld();
    await expose(world, quarantine());
    const keyCase = theCase(world);
    expect(keyCase.reasons.map(({ id }) => id)).toContain('exposed');
    expect(keyCase).toMatchObject({ stage: 'told', dueAt: '2026-11-04T12:01:00.000Z' });
    expect(kinds(keyCase)).toEqual(['exposed']);
    expect(keyCase.owners[0]?.contact).toBe('#team-shop');
  });

  it('is told once, whichever of the two says it first and however often', async () => {
    const world = await toldWorld();
    await expose(world, quarantine());
    await expose(world, quarantine());
    await expose(world, health());
    expect(kinds(theCase(world))).toEqual(['found', 'exposed']);
    expect(theCase(world).reasons.filter(({ id }) => id === 'exposed')).toHaveLength(1);
  });

  it('is not the one that was made after the quarantine', async () => {
    const world = unmetWorld();
    const later = {
      ...key,
      accessKeyId: 'AKIAEXAMPLELATER0001' as AccessKeyId,
      createdAt: '2026-11-03T12:00:30.000Z' as Instant,
    };
    world.keys.set(`${key.accountId}/${key.userName}`, [
      { ...key, status: 'Active' },
      { ...later, status: 'Active' },
    ]);
    await expose(world, quarantine());
    expect([...world.cases.values()].map((each) => each.key.accessKeyId)).toEqual([
      key.accessKeyId,
    ]);
  });

  it('is left Active under an exception, and everybody is told all the same', async () => {
    const world = await toldWorld();
    const excepted = { ...theCase(world), stage: 'excepted' as const, dueAt: later };
    world.cases.set([...world.cases.keys()][0] ?? '', excepted);
    await expose(world, quarantine(), atOnce);
    expect(theCase(world)).toMatchObject({ stage: 'excepted', dueAt: later });
    expect(kinds(theCase(world))).toContain('exposed');
    expect(securityLines(world)[0]).toContain('an exception covers it');
  });

  it('ends "keep for now"', async () => {
    const world = await toldWorld();
    const kept = { until: later, reason: 'release', by: 'Alice', at: world.now };
    world.cases.set([...world.cases.keys()][0] ?? '', { ...theCase(world), kept, dueAt: later });
    await expose(world, quarantine());
    expect(theCase(world).kept).toBeUndefined();
    expect(theCase(world).dueAt).toBe('2026-11-04T12:01:00.000Z');
  });

  it('is told to security when nobody knows whose it is', async () => {
    const world = unmetWorld();
    await expose(world, health(), telling, 'denied');
    await expose(
      world,
      { ...health(['AKIAEXAMPLENOBODY001', 'someone']), account: '444455556666' },
      telling,
      null,
    );
    expect(world.cases.size).toBe(0);
    expect(securityLines(world).join('\n')).toMatch(
      /could not be read[\s\S]*no access key[\s\S]*no such key/,
    );
  });

  it('is read again when AWS was only busy', async () => {
    const world = unmetWorld();
    world.faults.set('ListAccessKeys', unknown('Throttling', 'ListAccessKeys', 'yes'));
    await expect(expose(world, quarantine())).rejects.toMatchObject({ retry: 'yes' });
    world.faults.clear();
    await expose(world, quarantine());
    expect(world.cases.size).toBe(1);
  });

  it('changes nothing when the attachment failed or was of another policy', async () => {
    const world = await toldWorld();
    const before = theCase(world);
    await expose(world, quarantine({ errorCode: 'AccessDenied' }));
    await expose(
      world,
      quarantine({
        requestParameters: {
          userName: key.userName,
          policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
        },
      }),
    );
    expect(theCase(world)).toBe(before);
    expect(world.events).toEqual([]);
  });
});

const later = '2026-12-24T10:00:00.000Z' as Instant;

describe('a public key, where it is to be disabled at once', () => {
  const use = (world: MemoryWorld) =>
    world.lastUses.set(key.accessKeyId, {
      at: '2026-11-03T12:30:00.000Z' as Instant,
      service: 's3',
      region: 'eu-west-1',
    });

  it('is disabled in the next hour after its message, closed window or not, used or not', async () => {
    const world = await toldWorld();
    // A window that is closed for days.
    const closed: Configuration = {
      ...atOnce,
      keys: {
        ...atOnce.keys,
        window: { days: ['Sun'], hours: '09:00-10:00', timeZone: 'Europe/London' },
      },
    };
    await expose(world, quarantine(), closed);
    await passTime(world, '2026-11-03T12:30:00.000Z', closed);
    expect(world.requests).toEqual([]);
    deliverAll(world);
    use(world);
    await passTime(world, '2026-11-03T13:00:00.000Z', closed);
    expect(world.requests).toHaveLength(1);
    const [request] = world.requests;
    if (request === undefined) return;
    await takeRequest(world, request, { configuration: closed });
    expect(world.acts).toEqual([`${key.accessKeyId} Inactive`]);
    expect(theCase(world).disabled?.why).toBe('it is in public');
  });

  it('is not disabled when its message was never delivered', async () => {
    const world = await toldWorld();
    await expose(world, quarantine(), atOnce);
    for (const hour of ['13', '14', '15']) {
      await passTime(world, `2026-11-03T${hour}:00:00.000Z`, atOnce);
    }
    expect(world.requests).toEqual([]);
  });

  it('is not disabled while lastkey only observes, nor past the stop switch', async () => {
    const world = await toldWorld();
    await expose(world, quarantine(), atOnce);
    deliverAll(world);
    await passTime(world, '2026-11-03T13:00:00.000Z', atOnce);
    const [request] = world.requests;
    if (request === undefined) throw new Error('Nothing was asked for.');
    world.stopSwitch = 'stop';
    await takeRequest(world, request, { configuration: atOnce });
    world.stopSwitch = 'go';
    await takeRequest(
      world,
      { ...request, id: 'again' },
      { configuration: atOnce, deployedMode: 'observe' },
    );
    expect(world.acts).toEqual([]);
  });

  it('is left alone after a use where it is only to be told', async () => {
    const world = await toldWorld();
    await expose(world, quarantine());
    deliverAll(world);
    use(world);
    await passTime(world, '2026-11-04T13:00:00.000Z', telling);
    for (const request of world.requests) {
      await takeRequest(world, request, { configuration: telling });
    }
    expect(world.acts).toEqual([]);
    expect(kinds(theCase(world))).toContain('used-since-warning');
  });
});
