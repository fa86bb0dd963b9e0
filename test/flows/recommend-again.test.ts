import { describe, expect, it } from 'vitest';
import { pendingEvents } from '../../src/core/events/case-event.ts';
import { recommendAgainPattern } from '../../src/core/events/recommend-again-pattern.ts';
import { identityProviders } from '../../src/core/idps/catalogue.ts';
import type { NoticeKind } from '../../src/core/keys/key-case.ts';
import { withNotice } from '../../src/core/keys/notices.ts';
import { known, unknown } from '../../src/core/model/fact.ts';
import type { Instant } from '../../src/core/model/instant.ts';
import { addressClassifier } from '../../src/core/usage/address-kind.ts';
import { shippedAddressRanges } from '../../src/core/usage/shipped-address-ranges.ts';
import type { UsageProgress } from '../../src/core/usage/usage-progress.ts';
import { federationChanged } from '../../src/flows/federation-changed.ts';
import { recommendAgain } from '../../src/flows/recommend-again.ts';
import type { UsageAccount } from '../../src/flows/usage-ports.ts';
import { configurationOf, deliverAll, key, newKeyWorld, takeChange, theCase } from './key-story.ts';
import type { MemoryWorld } from './memory-ports.ts';
import { createAccessKey, iamRecord } from './sample-records.ts';

const classify = addressClassifier(shippedAddressRanges);

/** An event history that holds these calls of the key, and counts who asks. */
const history = (world: MemoryWorld, actions: readonly string[]) => {
  const asked: string[] = [];
  const account: UsageAccount = {
    page: ({ region }) => {
      asked.push(region);
      const events = region === 'us-east-1' ? actions : [];
      return Promise.resolve(
        known(
          {
            events: events.map((eventName, index) => ({
              id: `call-${index}`,
              at: world.now,
              record: {
                eventID: `call-${index}`,
                userIdentity: { type: 'IAMUser', accessKeyId: key.accessKeyId },
                eventTime: world.now,
                eventSource: 's3.amazonaws.com',
                eventName,
                userAgent: 'aws-actions/configure-aws-credentials',
              },
            })),
          },
          world.now,
          'LookupEvents',
        ),
      );
    },
    lastAccessed: () => Promise.resolve(unknown('not asked', 'IAM')),
  };
  let kept: UsageProgress | null = null;
  const table = {
    read: () => Promise.resolve(kept),
    write: (_: unknown, progress: UsageProgress) => {
      kept = { ...progress, version: progress.version + 1 };
      return Promise.resolve('written' as const);
    },
  };
  return { asked, account, table };
};

const openedWorld = async (): Promise<MemoryWorld> => {
  const world = newKeyWorld();
  world.roles = [];
  await takeChange(world, createAccessKey());
  deliverAll(world);
  world.events.length = 0;
  return world;
};

/** The case gives a notice, and its event comes to the function. */
const takeNotice = async (
  world: MemoryWorld,
  kind: NoticeKind,
  seen: ReturnType<typeof history>,
  details: Readonly<Record<string, string>> = {},
) => {
  const noticed = withNotice(theCase(world), { kind, cause: 'cause-1', at: world.now, details });
  const [name = ''] = [...world.cases.keys()];
  world.cases.set(name, noticed);
  const event = pendingEvents(noticed, 'cause-1').at(-1);
  return recommendAgain(
    { source: 'lastkey', 'detail-type': event?.type, detail: event?.detail },
    'message-1',
    {
      clock: world.clock,
      members: world.members,
      cases: world.caseTable,
      uses: world.usesPort,
      usageAccounts: { reading: () => Promise.resolve(seen.account) },
      usage: seen.table,
      ledger: world.ledgerPort,
      events: world.eventsPort,
      classify,
    },
    configurationOf(),
  );
};

const laterOn = (world: MemoryWorld): void => {
  world.now = '2026-11-20T10:00:00.000Z' as Instant;
};

describe('a recommendation worked out again', () => {
  it('rests at a warning on what the key was seen doing, and the owner hears of the change', async () => {
    const world = await openedWorld();
    laterOn(world);
    const seen = history(world, ['PutObject', 'GetObject']);
    await takeNotice(world, 'warning', seen);
    const { replacement, notices } = theCase(world);
    expect(JSON.stringify(replacement.permissionsPolicy)).toContain('s3:PutObject');
    expect(replacement.breaks?.join('\n')).toContain('s3:PutObject');
    expect(seen.asked).toEqual(['us-east-1']);
    expect(notices.at(-1)).toMatchObject({ kind: 'warning' });
    expect([...world.ledger.values()].at(-1)?.body).toMatchObject({
      decision: 'recommend-again',
      records: 2,
    });
  });

  it('looks nothing up for a key just made: it was used for nothing yet', async () => {
    const world = await openedWorld();
    const seen = history(world, ['PutObject']);
    const outcome = await takeNotice(world, 'found', seen);
    expect(outcome.did).toBe('nothing new to look at');
    expect(seen.asked).toEqual([]);
  });

  it('looks up what an old key does that the sweep found', async () => {
    const world = await openedWorld();
    laterOn(world);
    const seen = history(world, ['PutObject']);
    await takeNotice(world, 'found', seen);
    expect(seen.asked).toHaveLength(1);
  });

  it('uses answers at once, with what was counted before and without another look-up', async () => {
    const world = await openedWorld();
    laterOn(world);
    const seen = history(world, ['PutObject']);
    await takeNotice(world, 'warning', seen);
    const [name = ''] = [...world.cases.keys()];
    world.cases.set(name, {
      ...theCase(world),
      answers: {
        repository: 'acme/shop',
        environment: 'production',
        ownerId: '123456',
        repositoryId: '789012',
      },
    });
    const asked = seen.asked.length;
    await takeNotice(world, 'answers-given', seen);
    const { replacement, notices } = theCase(world);
    expect(seen.asked).toHaveLength(asked);
    expect(replacement.role?.subject).toBe('repo:acme@123456/shop@789012:environment:production');
    expect(replacement.questions ?? []).toEqual([]);
    expect(JSON.stringify(replacement.permissionsPolicy)).toContain('s3:PutObject');
    expect(notices.at(-1)?.kind).toBe('recommendation-changed');
    expect(world.events.at(-1)).toMatchObject({
      type: 'Replacement Changed',
      detail: { noticeKind: 'recommendation-changed' },
    });
  });

  it('says nothing a second time, and never starts itself', async () => {
    const world = await openedWorld();
    laterOn(world);
    const seen = history(world, ['PutObject']);
    await takeNotice(world, 'warning', seen);
    const once = world.ledger.size;
    expect((await takeNotice(world, 'warning', seen)).did).toBe('duplicate');
    expect(world.ledger.size).toBe(once);
    expect(recommendAgainPattern.detail.noticeKind).not.toContain('recommendation-changed');
  });

  it('goes back to the queue while the account is throttled', async () => {
    const world = await openedWorld();
    laterOn(world);
    const call = 'GetAccountAuthorizationDetails';
    world.faults.set(call, unknown('throttled', call, 'yes'));
    await expect(takeNotice(world, 'warning', history(world, []))).rejects.toMatchObject({
      retry: 'yes',
    });
  });
});

describe('a proposed role that is made', () => {
  const create = (world: MemoryWorld, roleArn: string, eventID = 'made-1') =>
    federationChanged(
      iamRecord('CreateRole', {
        eventID,
        eventTime: '2026-11-20T10:00:00Z',
        requestParameters: { roleName: roleArn.split('/').at(-1) },
        responseElements: {
          role: {
            roleName: roleArn.split('/').at(-1),
            arn: roleArn,
            assumeRolePolicyDocument: encodeURIComponent('{"Version":"2012-10-17","Statement":[]}'),
          },
        },
      }),
      'message-1',
      {
        clock: world.clock,
        members: world.members,
        names: { nameOf: () => Promise.resolve('Payments production') },
        cases: world.caseTable,
        roles: world.roleCasesPort,
        ledger: world.ledgerPort,
        events: world.eventsPort,
        digest: (text) => text,
      },
      { configuration: configurationOf(), catalogue: identityProviders },
    );

  it('is one to use from then on, said once, and stays so while IAM does not list it yet', async () => {
    const world = await openedWorld();
    laterOn(world);
    const proposed = theCase(world).replacement.role?.arn ?? '';
    expect(proposed).toContain(':role/lastkey/proposed/');
    await create(world, proposed);
    await create(world, proposed, 'made-2');
    const { replacement, migration, notices } = theCase(world);
    expect(replacement.role?.existing).toBe(true);
    expect(migration).toEqual({ roleCreatedAt: '2026-11-20T10:00:00.000Z' });
    expect(notices.filter(({ kind }) => kind === 'migration-step')).toHaveLength(1);
    await takeNotice(world, 'migration-step', history(world, []), { step: 'role-created' });
    expect(theCase(world).replacement.role).toMatchObject({ arn: proposed, existing: true });
  });

  it('of another name changes no case', async () => {
    const world = await openedWorld();
    laterOn(world);
    const before = theCase(world);
    await create(world, 'arn:aws:iam::111122223333:role/lastkey/proposed/somebody-elses');
    expect(theCase(world)).toBe(before);
  });
});
