import { describe, expect, it } from 'vitest';
import { unknown } from '../../src/core/model/fact.ts';
import type { Instant } from '../../src/core/model/instant.ts';
import { sampleException } from '../unit/keys/sample-exception.ts';
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
import {
  createAccessKey,
  deleteAccessKey,
  ownIdentity,
  sampleRoleArn,
  updateAccessKey,
} from './sample-records.ts';

describe('a new key', () => {
  it('opens a case with its owner, the role to use instead and a due date, and has it told', async () => {
    const world = newKeyWorld();
    await takeChange(world, createAccessKey());
    const keyCase = theCase(world);
    expect(keyCase).toMatchObject({
      key,
      stage: 'told',
      holder: 'workload',
      mode: 'observe',
      dueAt: '2026-11-10T10:00:00.000Z',
      unknowns: [],
    });
    expect(keyCase.owners.map(({ contact }) => contact)).toEqual([
      '#team-shop',
      'alice@example.com',
      '#cloud-security',
    ]);
    expect(keyCase.replacement.role?.arn).toBe(sampleRoleArn);
    expect(keyCase.replacement.workload.kind).toBe('github-actions');
    expect(world.events.map(({ type }) => type)).toEqual(['Access Key Found']);
    expect([...world.ledger.values()].map(({ type }) => type)).toEqual(['decision']);
  });

  it('changes nothing when the same event comes twice', async () => {
    const world = newKeyWorld();
    await takeChange(world, createAccessKey());
    const before = JSON.stringify([...world.cases, world.events]);
    const outcome = await takeChange(world, createAccessKey());
    expect(outcome.did).toBe('duplicate');
    expect(JSON.stringify([...world.cases, world.events])).toBe(before);
  });

  it('is recorded and not told when the call failed', async () => {
    const world = newKeyWorld();
    await takeChange(world, createAccessKey({ errorCode: 'LimitExceededException' }));
    expect(world.cases.size).toBe(0);
    expect(world.events).toEqual([]);
    expect([...world.ledger.values()]).toMatchObject([
      { type: 'event.recorded', body: { errorCode: 'LimitExceededException' } },
    ]);
  });

  it('says what it could not read instead of assuming it', async () => {
    const world = newKeyWorld();
    world.faults.set('GetUser', unknown('access denied', 'GetUser'));
    for (const call of ['ListRoles', 'GetAccountAuthorizationDetails']) {
      world.faults.set(call, unknown('access denied', call));
    }
    await takeChange(world, createAccessKey());
    expect(theCase(world).unknowns).toEqual(['the user and its tags (access denied)']);
    expect(theCase(world).replacement.role).toBeNull();
    expect(theCase(world).replacement.unknowns).toEqual([
      'the roles of the account (access denied)',
      'what the key is used for (nobody has looked yet)',
    ]);
  });

  it('names the role by its trust alone where what roles may do is refused', async () => {
    const world = newKeyWorld();
    const call = 'GetAccountAuthorizationDetails';
    world.faults.set(call, unknown('access denied', call));
    await takeChange(world, createAccessKey());
    const { role, coverage } = theCase(world).replacement;
    expect(role?.existing).toBe(true);
    expect(coverage).toBeUndefined();
  });

  it('goes back to the queue while a read is throttled, and is told once it is not', async () => {
    const world = newKeyWorld();
    world.faults.set(
      'GetAccountAuthorizationDetails',
      unknown('throttled', 'GetAccountAuthorizationDetails', 'yes'),
    );
    await expect(takeChange(world, createAccessKey())).rejects.toMatchObject({ retry: 'yes' });
    expect(world.cases.size).toBe(0);
    world.faults.clear();
    await takeChange(world, createAccessKey());
    expect(theCase(world).stage).toBe('told');
  });

  it('is looked at again when IAM does not list it yet, and not told when it is gone for good', async () => {
    const world = newKeyWorld();
    world.keys.set(`${key.accountId}/${key.userName}`, []);
    await expect(takeChange(world, createAccessKey())).rejects.toMatchObject({
      code: 'not-consistent-yet',
      retry: 'yes',
    });
    world.now = '2026-11-03T10:20:00.000Z' as Instant;
    await takeChange(world, createAccessKey());
    expect(world.cases.size).toBe(0);
    expect([...world.ledger.values()]).toMatchObject([
      { type: 'event.recorded', body: { why: 'the key does not exist any more' } },
    ]);
  });

  it('is not told while an exception covers it, and the case comes back when that ends', async () => {
    const world = newKeyWorld();
    world.exceptions.push(
      sampleException({
        accountId: key.accountId,
        scope: { kind: 'user', userName: key.userName },
      }),
    );
    await takeChange(world, createAccessKey());
    expect(theCase(world)).toMatchObject({
      stage: 'excepted',
      nextStepAt: '2026-12-01T00:00:00.000Z',
    });
    expect(world.events).toEqual([]);
  });

  describe('of a user with a tag that claims an exception', () => {
    const tagged = (value: string) => {
      const world = newKeyWorld();
      const name = `${key.accountId}/${key.userName}`;
      const user = world.users.get(name);
      if (user !== undefined) {
        world.users.set(name, { ...user, tags: { ...user.tags, 'lastkey-keep': value } });
      }
      return world;
    };
    const configured = configurationOf('exceptions: { tagKeys: [lastkey-keep], maxDays: 90 }');

    it('is told all the same when no configuration names the tag', async () => {
      const world = tagged('vendor');
      await takeChange(world, createAccessKey());
      expect(world.exceptions).toEqual([]);
      expect(theCase(world).stage).toBe('told');
    });

    it.each([
      ['vendor appliance', '2027-02-01T10:01:00.000Z'],
      ['2026-12-24', '2026-12-24T23:59:59.000Z'],
      ['2031-01-01', '2027-02-01T10:01:00.000Z'],
    ])('is excepted by a record that ends when it says %s', async (value, expiresAt) => {
      const world = tagged(value);
      await takeChange(world, createAccessKey(), configured);
      expect(world.exceptions).toMatchObject([
        { state: 'granted', requestedBy: 'tag lastkey-keep', approver: 'configuration', expiresAt },
      ]);
      expect(theCase(world)).toMatchObject({ stage: 'excepted', dueAt: expiresAt });
      expect([...world.ledger.values()].map(({ type }) => type)).toContain('exception');
    });

    it('is not excepted a second time by the same tag once that has ended', async () => {
      const world = tagged('vendor appliance');
      await takeChange(world, createAccessKey(), configured);
      world.cases.clear();
      world.now = '2027-03-01T10:00:00.000Z' as Instant;
      await takeChange(world, { ...createAccessKey(), eventID: 'another-event' }, configured);
      expect(world.exceptions).toHaveLength(1);
      expect(theCase(world).stage).not.toBe('excepted');
    });
  });

  it('of the root user is told and never due, because nobody else can disable it', async () => {
    const world = newKeyWorld();
    await takeChange(world, {
      ...createAccessKey({
        userIdentity: {
          type: 'Root',
          principalId: key.accountId,
          arn: `arn:aws:iam::${key.accountId}:root`,
          accountId: key.accountId,
        },
      }),
      requestParameters: null,
      responseElements: {
        accessKey: {
          accessKeyId: key.accessKeyId,
          status: 'Active',
          createDate: 'Nov 3, 2026 10:00:00 AM',
        },
      },
    });
    expect(theCase(world)).toMatchObject({ holder: 'root', stage: 'told' });
    expect(theCase(world).dueAt).toBeUndefined();
    expect(theCase(world).reasons[0]?.id).toBe('root-key');
  });

  it('made by Terraform says that the code must change', async () => {
    const world = newKeyWorld();
    await takeChange(
      world,
      createAccessKey({ userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.8 aws-sdk-go-v2/1.36.3' }),
    );
    expect(theCase(world).automation).toBe('Terraform');
    expect(theCase(world).reasons.map(({ id }) => id)).toContain('created-by-automation');
  });

  it('of a person with a console password is told to sign in instead', async () => {
    const world = newKeyWorld();
    world.consolePasswords.add(`${key.accountId}/${key.userName}`);
    await takeChange(world, createAccessKey());
    expect(theCase(world).holder).toBe('human');
    expect(theCase(world).replacement.mechanism).toBe('identity-center');
  });
});

describe('a change to a key', () => {
  const enforced = configurationOf('mode: enforce');

  const disabledWorld = async () => {
    const world = newKeyWorld();
    await takeChange(world, createAccessKey(), enforced);
    deliverAll(world);
    world.now = '2026-11-03T11:00:00.000Z' as Instant;
    await takeRequest(world, clickDisable(world));
    world.events.length = 0;
    return world;
  };

  it('made by lastkey itself does not re-enter', async () => {
    const world = await disabledWorld();
    await takeChange(
      world,
      updateAccessKey('Inactive', { userIdentity: ownIdentity, eventTime: '2026-11-03T11:00:01Z' }),
      enforced,
    );
    expect(theCase(world).stage).toBe('disabled');
    expect(world.events).toEqual([]);
  });

  it('that activates a disabled key again restarts the warnings and names the tool', async () => {
    const world = await disabledWorld();
    await takeChange(
      world,
      updateAccessKey('Active', {
        eventTime: '2026-11-04T08:00:00Z',
        userAgent: 'Terraform/1.9.8',
      }),
      enforced,
    );
    expect(theCase(world)).toMatchObject({ stage: 'told', reactivations: 1 });
    expect(theCase(world).disabled).toBeUndefined();
    expect(theCase(world).reasons[0]?.text).toContain('Terraform');
    expect(world.events.map(({ detail }) => 'noticeKind' in detail && detail.noticeKind)).toEqual([
      're-activated',
    ]);
  });

  it('that comes late changes nothing', async () => {
    const world = await disabledWorld();
    const before = theCase(world);
    await takeChange(
      world,
      updateAccessKey('Active', { eventTime: '2026-11-03T09:00:00Z' }),
      enforced,
    );
    expect(theCase(world)).toEqual(before);
  });

  it('that deletes the key ends its case', async () => {
    const world = newKeyWorld();
    await takeChange(world, createAccessKey());
    await takeChange(world, deleteAccessKey({ eventTime: '2026-11-05T10:00:00Z' }));
    expect(theCase(world).stage).toBe('deleted');
    expect(theCase(world).nextStepAt).toBeUndefined();
    expect(world.events.at(-1)?.type).toBe('Access Key Deleted');
  });

  it('that cannot be read is recorded with the reason', async () => {
    const world = newKeyWorld();
    const outcome = await takeChange(world, { eventName: 'CreateAccessKey', eventTime: 7 });
    expect(outcome.did).toBe('unreadable');
    expect([...world.ledger.values()]).toMatchObject([{ type: 'event.unreadable' }]);
  });
});
