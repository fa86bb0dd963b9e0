import { describe, expect, it } from 'vitest';
import { identityProviders } from '../../src/core/idps/catalogue.ts';
import { unknown } from '../../src/core/model/fact.ts';
import type { Instant } from '../../src/core/model/instant.ts';
import { federationUsed } from '../../src/flows/federation-used.ts';
import { configurationOf, key, newKeyWorld, takeChange, theCase } from './key-story.ts';
import type { MemoryWorld } from './memory-ports.ts';
import { createAccessKey, federatedLogin } from './sample-records.ts';

const take = (world: MemoryWorld, records: readonly unknown[]) =>
  federationUsed(
    records.map((body, index) => ({ body, messageId: `message-${index}` })),
    {
      clock: world.clock,
      members: world.members,
      names: { nameOf: () => Promise.resolve('Payments production') },
      roles: world.roleCasesPort,
      cases: world.caseTable,
      uses: world.usesPort,
      methods: world.methodsPort,
      ledger: world.ledgerPort,
      events: world.eventsPort,
    },
    { configuration: configurationOf(), catalogue: identityProviders },
  );

const toldWorld = async (): Promise<MemoryWorld> => {
  const world = newKeyWorld();
  await takeChange(world, createAccessKey());
  world.events.length = 0;
  world.now = '2026-11-04T09:05:00.000Z' as Instant;
  return world;
};

describe('federated logins', () => {
  it('are counted in one write for each role, provider, subject and day', async () => {
    const world = newKeyWorld();
    let writes = 0;
    const write = world.usesPort.write;
    world.usesPort.write = (use) => {
      writes += 1;
      return write(use);
    };
    await take(world, [
      federatedLogin({ eventID: 'aaaaaaaa-1' }),
      federatedLogin({ eventID: 'bbbbbbbb-2', eventTime: '2026-11-04T11:00:00Z' }),
      federatedLogin({ eventID: 'cccccccc-3', denied: true }),
      federatedLogin({ eventID: 'dddddddd-4', subject: 'repo:acme/other:ref:refs/heads/main' }),
    ]);
    expect(writes).toBe(2);
    expect([...world.uses.values()][0]).toMatchObject({
      subject: 'repo:acme/shop:environment:production',
      day: '2026-11-04',
      allowed: 2,
      denied: 1,
      firstSeenAt: '2026-11-04T09:00:00.000Z',
      lastSeenAt: '2026-11-04T11:00:00.000Z',
      verificationMethod: 'IAMTrustStore',
    });
  });

  it('leave the verification method of the newest login with its provider', async () => {
    const world = newKeyWorld();
    await take(world, [
      federatedLogin({ eventID: 'bbbbbbbb-2', eventTime: '2026-11-04T11:00:00Z' }),
      federatedLogin({ eventID: 'aaaaaaaa-1' }),
    ]);
    expect([...world.methods.values()]).toEqual([
      { method: 'IAMTrustStore', at: '2026-11-04T11:00:00.000Z' },
    ]);
  });

  it('are counted all the same when the verification method cannot be kept', async () => {
    const world = newKeyWorld();
    world.methodsPort.note = () => Promise.reject(new Error('throttled'));
    const { failedMessageIds, outcome } = await take(world, [federatedLogin()]);
    expect(failedMessageIds).toEqual([]);
    expect(outcome.did).toContain('counted 1 logins');
    expect(outcome.subject).toBe('throttled');
  });

  it('are not counted twice when a batch comes back', async () => {
    const world = newKeyWorld();
    const batch = [
      federatedLogin({ eventID: 'aaaaaaaa-1' }),
      federatedLogin({ eventID: 'bbbbbbbb-2' }),
    ];
    await take(world, batch);
    await take(world, batch);
    expect([...world.uses.values()][0]?.allowed).toBe(2);
  });

  it('that could not be written come back, and only those', async () => {
    const world = newKeyWorld();
    const write = world.usesPort.write;
    world.usesPort.write = (use) =>
      use.subject.includes('other') ? Promise.reject(new Error('throttled')) : write(use);
    const { failedMessageIds } = await take(world, [
      federatedLogin({ eventID: 'aaaaaaaa-1' }),
      federatedLogin({ eventID: 'bbbbbbbb-2', subject: 'repo:acme/other:ref:refs/heads/main' }),
    ]);
    expect(failedMessageIds).toEqual(['message-1']);
  });

  it('keep no session token anywhere', async () => {
    const world = await toldWorld();
    await take(world, [federatedLogin()]);
    const everything = JSON.stringify([
      ...world.uses.values(),
      ...world.ledger.values(),
      ...world.cases.values(),
    ]);
    expect(everything).not.toContain('session token that must go nowhere');
  });

  it('through the recommended role tell the owner of an idle key that it is safe to disable', async () => {
    const world = await toldWorld();
    await take(world, [federatedLogin()]);
    expect(theCase(world).notices.at(-1)).toMatchObject({
      kind: 'replacement-in-use',
      details: { logins: '1', subject: 'repo:acme/shop:environment:production' },
    });
    expect(world.events.map(({ type }) => type)).toEqual(['Replacement In Use']);
    await take(world, [federatedLogin({ eventID: 'second' })]);
    expect(new Set(world.events.map(({ detail }) => detail.noticeId)).size).toBe(1);
  });

  it('say nothing while the key is still in use', async () => {
    const world = await toldWorld();
    world.lastUses.set(key.accessKeyId, {
      at: '2026-11-04T09:01:00.000Z' as Instant,
      service: 's3',
      region: 'us-east-1',
    });
    await take(world, [federatedLogin()]);
    expect(world.events).toEqual([]);
  });

  it('say nothing while it is unknown whether the key is in use', async () => {
    const world = await toldWorld();
    world.faults.set('GetAccessKeyLastUsed', unknown('throttled', 'GetAccessKeyLastUsed', 'yes'));
    await take(world, [federatedLogin()]);
    expect(world.events).toEqual([]);
  });

  it('that were denied do not count as the role being in use', async () => {
    const world = await toldWorld();
    await take(world, [federatedLogin({ denied: true })]);
    expect(world.events.map(({ type }) => type)).toEqual(['Login Denied']);
    expect(theCase(world).notices.map(({ kind }) => kind)).not.toContain('replacement-in-use');
  });
});
