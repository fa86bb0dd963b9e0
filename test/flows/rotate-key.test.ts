import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LastkeyError } from '../../src/core/model/errors.ts';
import { unknown } from '../../src/core/model/fact.ts';
import { parseAccessKeyId } from '../../src/core/model/ids.ts';
import { addDays, type Instant } from '../../src/core/model/instant.ts';
import type { FlowOutcome } from '../../src/flows/ports.ts';
import { sampleException } from '../unit/keys/sample-exception.ts';
import { key, takeChange } from './key-story.ts';
import {
  type RotationWorld,
  rotating,
  rotationWorld,
  secretMark,
  setStatus,
  traces,
} from './rotation-world.ts';
import { iamRecord } from './sample-records.ts';

const start = '2027-02-10T09:00:00.000Z' as Instant;
const day = (days: number): Instant => addDays(start, days);
const otherId = parseAccessKeyId('AKIAI44QH8DHBEXAMPLE') ?? key.accessKeyId;

const did = (outcome: FlowOutcome | 'died' | LastkeyError | undefined): string =>
  outcome === undefined || outcome === 'died' || outcome instanceof LastkeyError
    ? String(outcome)
    : outcome.did;

const inUse = (configuration = rotating(), changes = {}): RotationWorld => {
  const made = rotationWorld(configuration, changes);
  made.use(key.accessKeyId);
  return made;
};

/** Until the successor is there and its consumer told. */
const withSuccessor = async (configuration = rotating()): Promise<RotationWorld> => {
  const made = inUse(configuration);
  const [outcome] = await made.tick(start);
  expect(did(outcome)).toBe('made a successor');
  return made;
};

const kinds = (made: RotationWorld) => made.oldCase().notices.map(({ kind }) => kind);

describe('a rotation', () => {
  it('makes a successor, stores its secret as current and tells where it is', async () => {
    const made = await withSuccessor();
    const successor = made.successor();
    const [secret] = made.secrets.values();
    expect(secret?.versions).toMatchObject([{ stages: ['AWSCURRENT'] }]);
    expect(made.oldCase()).toMatchObject({ stage: 'rotating', rotation: { step: 'waiting' } });
    const [notice] = made.oldCase().notices;
    expect(notice).toMatchObject({
      kind: 'successor-ready',
      details: { successor: successor?.accessKeyId, secretArn: secret?.arn },
    });
    expect(traces(made)).toContain('aws secretsmanager get-secret-value --region us-east-1');
    expect(traces(made)).not.toContain(secretMark);
  });

  it('puts the successor under the same exception, in a case of its own', async () => {
    const made = await withSuccessor();
    const cases = [...made.world.cases.values()];
    expect(cases.map(({ stage }) => stage)).toEqual(['rotating', 'excepted']);
    expect(cases[1]).toMatchObject({
      successorOf: key.accessKeyId,
      dueAt: '2027-08-01T00:00:00.000Z',
      notices: [],
    });
    expect(made.world.exceptions).toHaveLength(1);
  });

  it('carries an exception over that names the old key, to the same end', async () => {
    const made = inUse();
    const [granted] = made.world.exceptions.splice(0);
    if (granted === undefined) throw new Error('The sample is wrong.');
    const scope = { ...key, kind: 'key' } as const;
    made.world.exceptions.push({ ...granted, scope });
    await made.tick(start);
    expect(made.world.exceptions).toHaveLength(2);
    expect(made.world.exceptions[1]).toMatchObject({
      scope: { kind: 'key', accessKeyId: made.successor()?.accessKeyId },
      state: 'granted',
      approver: granted.approver,
      expiresAt: granted.expiresAt,
    });
  });

  it('disables the old key once the successor is in use and the old one idle for a week', async () => {
    const made = await withSuccessor();
    const successor = made.successor();
    if (successor === undefined) throw new Error('There is no successor.');
    made.world.now = day(2);
    made.use(successor.accessKeyId);
    for (let days = 2; days < 7; days += 1) {
      await made.tick(addDays(day(days), 0.1));
      expect(made.keys()[0]?.status).toBe('Active');
    }
    await made.tick(addDays(day(8), 0.2));
    expect(made.keys().map(({ status }) => status)).toEqual(['Inactive', 'Active']);
    expect(made.oldCase()).toMatchObject({ stage: 'disabled', rotation: { step: 'done' } });
    expect(kinds(made)).toEqual(['successor-ready', 'disabled']);
    const types = [...made.world.ledger.values()].map(({ type }) => type);
    expect(types.indexOf('act.intended')).toBeLessThan(types.indexOf('act.done'));
  });

  it('leaves the old key alone while it is used, and reminds while the successor is not', async () => {
    const made = await withSuccessor();
    for (let days = 1; days <= 15; days += 1) {
      made.world.now = day(days);
      made.use(key.accessKeyId);
      await made.tick(addDays(day(days), 0.1));
    }
    expect(made.keys()[0]?.status).toBe('Active');
    expect(kinds(made)).toEqual(['successor-ready', 'successor-unused', 'successor-unused']);
  });

  it('leaves the old key alone while both are in use', async () => {
    const made = await withSuccessor();
    for (let days = 1; days <= 20; days += 1) {
      made.world.now = day(days);
      for (const { accessKeyId } of made.keys()) made.use(accessKeyId);
      await made.tick(addDays(day(days), 0.1));
    }
    expect(made.keys().map(({ status }) => status)).toEqual(['Active', 'Active']);
    expect(kinds(made)).toEqual(['successor-ready']);
  });

  it('does not take its own first call with the successor for a use of it', async () => {
    const made = await withSuccessor();
    await made.tick(day(9));
    expect(made.keys()[0]?.status).toBe('Active');
    expect(kinds(made)).toContain('successor-unused');
  });

  it('disables nothing before the consumer was told', async () => {
    const made = await withSuccessor();
    const untold = made.oldCase();
    const name = [...made.world.cases.keys()][0] ?? '';
    made.world.cases.set(name, {
      ...untold,
      notices: untold.notices.map((notice) => ({
        ...notice,
        delivery: { status: 'failed', at: start, why: 'channel_not_found' },
      })),
    });
    made.world.now = day(1);
    made.use(made.successor()?.accessKeyId ?? otherId);
    await made.tick(day(20));
    expect(made.keys()[0]?.status).toBe('Active');
  });

  it('disables nothing while a use cannot be read, in observe mode, or at the stop switch', async () => {
    for (const hinder of [
      (made: RotationWorld) =>
        made.world.faults.set('GetAccessKeyLastUsed', unknown('AccessDenied', 'IAM')),
      (made: RotationWorld) =>
        made.world.cases.set([...made.world.cases.keys()][0] ?? '', {
          ...made.oldCase(),
          mode: 'observe',
        }),
      (made: RotationWorld) => {
        made.world.stopSwitch = 'unreadable';
      },
    ]) {
      const made = await withSuccessor();
      made.world.now = day(1);
      made.use(made.successor()?.accessKeyId ?? otherId);
      hinder(made);
      await made.tick(day(20));
      expect(made.keys()[0]?.status).toBe('Active');
    }
  });

  it('waits for the change window', async () => {
    const made = await withSuccessor(
      rotating(
        'mode: enforce\noverrides: [{ where: { account: "111122223333" }, keys: { window: { days: [Sun], hours: "09:00-10:00", timeZone: UTC } } }]',
      ),
    );
    made.world.now = day(1);
    made.use(made.successor()?.accessKeyId ?? otherId);
    await made.tick(day(12)); // a Monday
    expect(made.keys()[0]?.status).toBe('Active');
    await made.tick('2027-02-28T09:30:00.000Z' as Instant);
    expect(made.keys()[0]?.status).toBe('Inactive');
  });

  it('ends with its exception: the old key goes the ordinary way', async () => {
    const made = await withSuccessor();
    made.world.exceptions.length = 0;
    await made.tick(day(2));
    expect(made.oldCase()).toMatchObject({ stage: 'excepted', dueAt: day(2) });
    await made.tick(day(3));
    expect(made.oldCase().stage).toBe('told');
    expect(made.keys().map(({ status }) => status)).toEqual(['Active', 'Active']);
  });

  it('ends when somebody deletes the successor, and begins anew a week later', async () => {
    const made = await withSuccessor();
    made.world.keys.set(`${key.accountId}/${key.userName}`, made.keys().slice(0, 1));
    made.world.now = day(1);
    made.use(key.accessKeyId);
    await made.tick(day(2));
    expect(made.oldCase()).toMatchObject({ stage: 'excepted', rotation: { step: 'off' } });
    made.use(key.accessKeyId);
    await made.tick(day(10));
    expect(made.keys()).toHaveLength(2);
  });

  it('closes its case when the user is deleted meanwhile', async () => {
    const made = await withSuccessor();
    made.world.keys.delete(`${key.accountId}/${key.userName}`);
    await made.tick(day(2));
    expect(made.oldCase().stage).toBe('gone');
  });

  it('does not fight code that activates the old key again', async () => {
    const made = await withSuccessor();
    made.world.now = day(1);
    made.use(made.successor()?.accessKeyId ?? otherId);
    await made.tick(day(9));
    expect(made.keys()[0]?.status).toBe('Inactive');
    setStatus(made.world, key.accessKeyId, 'Active');
    made.world.now = day(10);
    await takeChange(
      made.world,
      iamRecord('UpdateAccessKey', {
        eventTime: day(10),
        userAgent: 'HashiCorp Terraform/1.9',
        requestParameters: {
          userName: key.userName,
          accessKeyId: key.accessKeyId,
          status: 'Active',
        },
      }),
    );
    expect(made.oldCase()).toMatchObject({ stage: 'told', reactivations: 1 });
    await made.tick(day(11));
    expect(made.keys()[0]?.status).toBe('Active');
  });

  it('is our own call: its event opens no case, whenever it comes', async () => {
    const made = await withSuccessor();
    const before = JSON.stringify([...made.world.cases.values()]);
    const successor = made.successor();
    const outcome = await takeChange(
      made.world,
      iamRecord('CreateAccessKey', {
        eventTime: start,
        userIdentity: {
          type: 'AssumedRole',
          arn: `arn:aws:sts::${key.accountId}:assumed-role/lastkey-rotate/lastkey`,
          sessionContext: {
            sessionIssuer: {
              type: 'Role',
              arn: `arn:aws:iam::${key.accountId}:role/lastkey/lastkey-rotate`,
            },
          },
        },
        responseElements: {
          accessKey: { userName: key.userName, accessKeyId: successor?.accessKeyId },
        },
      }),
    );
    expect(outcome.did).toBe('recorded: our own call');
    expect(JSON.stringify([...made.world.cases.values()])).toBe(before);
  });
});

describe('a rotation that does not begin', () => {
  const unchanged = async (made: RotationWorld) => {
    const [outcome] = await made.tick(start);
    expect(made.keys().filter(({ status }) => status === 'Active')).not.toHaveLength(0);
    expect(made.secrets.size).toBe(0);
    return did(outcome);
  };

  it.each([
    ['the configuration does not ask for it', 'rotation: { everyDays: null }'],
    ['the key is too young', 'rotation: { everyDays: 365 }'],
  ])('because %s', async (_, yaml) => {
    const configuration = { ...rotating() };
    const asked = yaml.includes('null') ? null : 365;
    const made = inUse({
      ...configuration,
      rotation: { ...configuration.rotation, everyDays: asked },
    });
    expect(await unchanged(made)).toMatch(/not configured|not old enough/);
    expect(made.keys()).toHaveLength(1);
  });

  it('because lastkey only observes, which is said once', async () => {
    const made = inUse(rotating('mode: observe'));
    expect(await unchanged(made)).toBe('put off: lastkey only observes here');
    made.use(key.accessKeyId);
    await made.tick(day(8));
    expect(kinds(made)).toEqual(['would-rotate']);
    expect(made.oldCase()).toMatchObject({ stage: 'excepted' });
  });

  it('because nothing uses the key', async () => {
    const made = rotationWorld();
    expect(await unchanged(made)).toMatch(/what nothing uses needs no successor/);
  });

  it('because the use of the key is unknown', async () => {
    const made = inUse();
    made.world.faults.set('GetAccessKeyLastUsed', unknown('Throttling', 'IAM', 'yes'));
    expect(await unchanged(made)).toMatch(/could not read when the key was last used/);
  });

  it('because its exception ends before it could', async () => {
    const made = inUse();
    made.world.exceptions.splice(
      0,
      1,
      sampleException({ scope: { kind: 'user', userName: key.userName }, expiresAt: day(3) }),
    );
    expect(await unchanged(made)).toMatch(/exception ends before/);
  });

  it('because nothing covers the key any more', async () => {
    const made = inUse();
    made.world.exceptions.length = 0;
    expect(await unchanged(made)).toMatch(/no exception covers/);
  });

  it.each(['Active', 'Inactive'] as const)(
    'because the user has a second key that is %s: the owner is told which is less needed',
    async (status) => {
      const made = inUse();
      const owner = `${key.accountId}/${key.userName}`;
      made.world.keys.set(owner, [
        ...made.keys(),
        { ...key, accessKeyId: otherId, createdAt: day(-60), status },
      ]);
      expect(await unchanged(made)).toMatch(/two keys/);
      expect(made.keys()).toHaveLength(2);
      expect(made.oldCase().notices).toMatchObject([
        { kind: 'two-keys', details: { remove: otherId } },
      ]);
      await made.tick(day(8));
      expect(kinds(made)).toEqual(['two-keys']);
    },
  );

  it('because both keys of the user are old and in use: neither is named', async () => {
    const made = inUse();
    const owner = `${key.accountId}/${key.userName}`;
    made.world.keys.set(owner, [
      ...made.keys(),
      { ...key, accessKeyId: otherId, status: 'Active' },
    ]);
    made.use(otherId);
    await unchanged(made);
    expect(made.keys().map(({ status }) => status)).toEqual(['Active', 'Active']);
    expect(made.oldCase().notices).toMatchObject([{ kind: 'two-keys', details: {} }]);
  });

  it('because the secret of that name is not ours', async () => {
    const made = inUse();
    Object.assign(made.answers, {
      prepare: () => Promise.resolve({ kind: 'not-ours', why: 'somebody else has one' }),
    });
    expect(await unchanged(made)).toBe('nothing: somebody else has one');
    expect(kinds(made)).toEqual(['not-rotated']);
  });

  it('because the stop switch is pulled', async () => {
    const made = inUse();
    made.world.stopSwitch = 'stop';
    expect(await unchanged(made)).toMatch(/waits: the stop switch/);
  });

  it('because IAM has no room after all', async () => {
    const made = inUse();
    Object.assign(made.answers, { createKey: () => Promise.resolve({ kind: 'limit' }) });
    expect(did((await made.tick(start))[0])).toMatch(/no room/);
    expect(made.oldCase()).toMatchObject({ stage: 'excepted', rotation: { step: 'off' } });
  });
});

describe('a rotation that is taken back', () => {
  const refused = new LastkeyError('aws-call-failed', 'PutSecretValue failed: AccessDenied.', {
    retry: 'no',
  });

  it('deletes exactly the successor when its secret cannot be stored', async () => {
    const made = inUse();
    Object.assign(made.answers, { putPending: () => Promise.reject(refused) });
    expect(did((await made.tick(start))[0])).toMatch(/^rolled back: PutSecretValue failed/);
    expect(made.keys()).toMatchObject([{ accessKeyId: key.accessKeyId, status: 'Active' }]);
    expect(made.oldCase()).toMatchObject({
      stage: 'excepted',
      rotation: { step: 'off', failures: 1, notBefore: day(1) },
    });
    expect(kinds(made)).toEqual(['not-rotated']);
  });

  it('names the successor to a person when it cannot be deleted either', async () => {
    const made = inUse();
    Object.assign(made.answers, {
      putPending: () => Promise.reject(refused),
      deleteKey: () => Promise.reject(refused),
    });
    await made.tick(start);
    const left = made.successor()?.accessKeyId;
    expect(made.oldCase()).toMatchObject({
      stage: 'rotating',
      rotation: { step: 'stuck', keyIds: [left] },
    });
    expect(made.oldCase().notices).toMatchObject([
      { kind: 'rotation-stuck', details: { keys: left } },
    ]);
    await made.tick(day(1));
    await made.tick(day(8));
    expect(kinds(made)).toEqual(['rotation-stuck', 'rotation-stuck']);
    made.world.keys.set(`${key.accountId}/${key.userName}`, made.keys().slice(0, 1));
    await made.tick(day(9));
    expect(made.oldCase()).toMatchObject({ stage: 'excepted', rotation: { step: 'off' } });
  });

  it('deletes a successor that does not work in time, and takes longer each time', async () => {
    const made = inUse();
    Object.assign(made.answers, { answersAs: () => Promise.resolve(false) });
    const tries: number[] = [];
    for (let days = 0; days < 30; days += 1) {
      made.use(key.accessKeyId);
      const outcomes = await made.tick(addDays(day(days), 0.01 * days));
      if (outcomes.some((outcome) => did(outcome).startsWith('rolled back'))) tries.push(days);
    }
    expect(tries).toEqual([0, 1, 3, 10, 17, 24]);
    expect(made.keys()).toHaveLength(1);
  });
});

/** The consumer follows a notice a day after it was delivered. AWS must let it in, always. */
const liveOn = async (made: RotationWorld, from: Instant, days = 40): Promise<void> => {
  for (let tick = 1; tick <= 4 * days; tick += 1) {
    made.world.now = addDays(from, tick / 4);
    const current = consumerKey(made);
    expect(made.keys().find(({ accessKeyId }) => accessKeyId === current)?.status).toBe('Active');
    made.use(current);
    await made.tick(made.world.now);
  }
};

const consumerKey = (made: RotationWorld) => {
  const { rotation, notices } = made.oldCase();
  const told = notices.find(({ kind }) => kind === 'successor-ready');
  const isTold =
    told?.delivery.status === 'delivered' && addDays(told.delivery.at, 1) <= made.world.now;
  return isTold && rotation !== undefined && 'successor' in rotation
    ? rotation.successor.accessKeyId
    : key.accessKeyId;
};

/** Either it is finished, or a person knows which key is in the way; no key is unaccounted for. */
const expectSettled = (made: RotationWorld): 'finished' | 'asks' => {
  const { stage, rotation } = made.oldCase();
  const others = made.keys().slice(1);
  if (rotation?.step === 'stuck') {
    expect(made.keys()[0]?.status).toBe('Active');
    expect(rotation.keyIds).toEqual(others.map(({ accessKeyId }) => accessKeyId));
    expect(kinds(made)).toContain('rotation-stuck');
    return 'asks';
  }
  expect({ stage, step: rotation?.step }).toEqual({ stage: 'disabled', step: 'done' });
  expect(made.keys().map(({ status }) => status)).toEqual(['Inactive', 'Active']);
  expect(made.world.cases.size).toBe(2);
  const [stored] = made.secrets.values();
  const current = stored?.versions.filter(({ stages }) => stages.includes('AWSCURRENT'));
  expect(current).toMatchObject([
    { versionId: `lastkey-successor-${others[0]?.accessKeyId ?? 'none'}` },
  ]);
  return 'finished';
};

const callsOfFirstRun = async (): Promise<readonly string[]> => {
  const made = await withSuccessor();
  return [...made.calls];
};

describe('a run that meets trouble at any of its calls', () => {
  it.each(['dies-before', 'dies-after', 'fails-before', 'fails-after', 'breaks'] as const)(
    '%s: it finishes or asks a person, locks nobody out and shows no secret',
    async (kind) => {
      const calls = await callsOfFirstRun();
      expect(calls.length).toBeGreaterThan(20);
      const created = calls.indexOf('keys.createKey') + 1;
      const verified = calls.indexOf('cases.writeCase', calls.indexOf('keys.answersAs')) + 1;
      expect(verified - created).toBeGreaterThan(8);
      const asked: string[] = [];
      for (let at = 1; at <= calls.length; at += 1) {
        const made = inUse();
        await made.tick(start, { at, kind });
        await liveOn(made, start);
        if (expectSettled(made) === 'asks') asked.push(calls[at - 1] ?? '');
        const shown = traces(made);
        // What breaks repeats the mark: wherever the run holds a secret, nothing of it may come through.
        const holdsSecret = at > created && at <= verified;
        if (kind !== 'breaks' || holdsSecret) expect(shown).not.toContain(secretMark);
      }
      // Only around the making of the key itself can a key be left that nobody can vouch for.
      expect(asked.filter((call) => !aroundCreation.includes(call))).toEqual([]);
    },
  );

  it.each(['dies-before', 'dies-after', 'fails-before', 'fails-after'] as const)(
    '%s in the run that disables the old key: it is disabled once, and its case says so',
    async (kind) => {
      const length = (await lastRun()).calls.length;
      for (let at = 1; at <= length; at += 1) {
        const made = await lastRun({ at, kind });
        for (let hours = 1; hours < 96; hours += 6) {
          await made.tick(addDays(day(9), hours / 24));
        }
        expect(made.keys().map(({ status }) => status)).toEqual(['Inactive', 'Active']);
        expect(made.oldCase().stage).toBe('disabled');
        expect(traces(made)).not.toContain(secretMark);
      }
    },
  );
});

/** Trouble in each of the first runs, one or several times in a run. */
const troubles = fc.array(
  fc.record({
    at: fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 3 }),
    kind: fc.constantFrom('dies-before', 'dies-after', 'fails-before', 'fails-after', 'breaks'),
  }),
  { maxLength: 6 },
);

describe('runs that meet any trouble, again and again', () => {
  it('finish or ask a person, lock nobody out and show no secret', async () => {
    await fc.assert(
      fc.asyncProperty(troubles, async (met) => {
        const made = inUse();
        for (const [tick, trouble] of met.entries()) {
          made.world.now = addDays(start, tick / 48);
          await made.tick(made.world.now, trouble);
        }
        await liveOn(made, addDays(start, 1), 100);
        expectSettled(made);
        // The calls' own breaking repeats the bare mark; the secrets themselves have a number.
        expect(traces(made)).not.toMatch(new RegExp(`${secretMark}\\d`));
        if (met.every(({ kind }) => kind !== 'breaks')) {
          expect(traces(made)).not.toContain(secretMark);
        }
      }),
      { numRuns: 150 },
    );
  });
});

const aroundCreation = ['keys.createKey', 'cases.readCase', 'cases.writeCase', 'ledger.append'];

const lastRun = async (trouble?: Parameters<RotationWorld['tick']>[1]): Promise<RotationWorld> => {
  const made = await withSuccessor();
  made.world.now = day(1);
  made.use(made.successor()?.accessKeyId ?? otherId);
  await made.tick(day(9), trouble);
  return made;
};
