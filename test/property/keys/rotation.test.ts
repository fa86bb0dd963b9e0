import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../../src/cli/configuration.ts';
import type { AccessKeyState, LastUse } from '../../../src/core/keys/access-key.ts';
import { nextRotationStep } from '../../../src/core/keys/rotation.ts';
import type { RotationLook } from '../../../src/core/keys/rotation-rules.ts';
import { withRotationStep } from '../../../src/core/keys/rotation-schedule.ts';
import type { Rotation } from '../../../src/core/keys/rotation-state.ts';
import { secretNameOf } from '../../../src/core/keys/secret-name.ts';
import { type Fact, known, unknown } from '../../../src/core/model/fact.ts';
import { type AccessKeyId, parseAccessKeyId } from '../../../src/core/model/ids.ts';
import { addDays, type Instant } from '../../../src/core/model/instant.ts';
import { sampleException } from '../../unit/keys/sample-exception.ts';
import { sampleCase } from '../../unit/messages/sample-case.ts';

const now = '2027-02-10T09:00:00.000Z' as Instant;
const { key } = sampleCase();
const idOf = (text: string) => parseAccessKeyId(text) ?? key.accessKeyId;
const successor = { accessKeyId: idOf('AKIASUCCESSORAAAAAAA'), createdAt: addDays(now, -20) };
const strangerId = idOf('AKIAI44QH8DHBEXAMPLE');
const secret = { arn: 'arn:aws:secretsmanager:us-east-1:1:secret:x', versionId: 'v' };
const configuration = parseConfiguration(
  'version: 1\nkeys: { window: null }\nrotation: { everyDays: 60 }',
  'test',
);

const moment = fc.integer({ min: -120 * 24, max: 0 }).map((hours) => addDays(now, hours / 24));
const use = fc.option(
  fc.record({ at: moment, service: fc.constantFrom('s3', 'sts'), region: fc.constant('r') }),
);
const factOf = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Fact<T>> =>
  fc.oneof(
    { weight: 5, arbitrary: value.map((each) => known(each, now, 'IAM')) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(unknown('denied', 'IAM'), unknown('slow', 'IAM', 'yes')),
    },
  );

const state = (accessKeyId: AccessKeyId, createdAt: fc.Arbitrary<Instant>) =>
  fc.option(
    fc
      .record({
        createdAt,
        status: fc.constantFrom('Active' as const, 'Active' as const, 'Inactive' as const),
      })
      .map((each): AccessKeyState => ({ ...key, accessKeyId, ...each })),
    { freq: 6 },
  );

const look: fc.Arbitrary<RotationLook> = fc
  .record({
    keys: factOf(
      fc.option(
        fc
          .tuple(
            state(key.accessKeyId, fc.constant(key.createdAt)),
            state(successor.accessKeyId, fc.constant(successor.createdAt)),
            fc.option(state(strangerId, moment), { freq: 2 }).map((each) => each ?? null),
          )
          .map((keys) => keys.filter((each) => each !== null)),
        { freq: 10 },
      ),
    ),
    uses: fc.tuple(factOf(use), factOf(use), factOf(use)),
    isCovered: fc.boolean(),
  })
  .map(({ keys, uses, isCovered }) => ({
    keys,
    lastUses: new Map<string, Fact<LastUse | null>>([
      [key.accessKeyId, uses[0]],
      [successor.accessKeyId, uses[1]],
      [strangerId, uses[2]],
    ]),
    exception: isCovered ? sampleException({ expiresAt: addDays(now, 60) }) : undefined,
  }));

const begun = { id: 'rotation/1', startedAt: addDays(now, -21), failures: 0 };
const rotation: fc.Arbitrary<Rotation | undefined> = moment.chain((stepAt) => {
  const at = { ...begun, stepAt, successor, secret, verifiedAt: addDays(now, -20), toldAt: stepAt };
  return fc.constantFrom<(Rotation | undefined)[]>(
    undefined,
    { ...begun, stepAt, step: 'intended' },
    { ...at, step: 'created' },
    { ...at, step: 'stored' },
    { ...at, step: 'verified' },
    { ...at, step: 'waiting' },
    { ...begun, stepAt, step: 'stuck', keyIds: [strangerId], why: 'w' },
  );
});

const situation = fc.record({ look, rotation, mayAct: fc.boolean(), isTold: fc.boolean() });
const decide = ({
  look: read,
  rotation: at,
  mayAct,
  isTold,
}: {
  look: RotationLook;
  rotation: Rotation | undefined;
  mayAct: boolean;
  isTold: boolean;
}) =>
  nextRotationStep(
    sampleCase({
      stage: at === undefined ? 'excepted' : 'rotating',
      ...(at === undefined ? {} : { rotation: at }),
      notices: [
        {
          id: 'successor-ready:rotation/1',
          kind: 'successor-ready',
          at: now,
          details: {},
          delivery: isTold
            ? { status: 'delivered', at: now, channel: 'C1', ts: '1' }
            : { status: 'pending' },
        },
      ],
    }),
    read,
    { rotation: configuration.rotation, settings: configuration.keys, mayAct },
    now,
  );

const useOf = (read: RotationLook, id: string): LastUse | null | undefined => {
  const fact = read.lastUses.get(id);
  return fact?.known === true ? fact.value : undefined;
};
const statusOf = (read: RotationLook, id: string) =>
  read.keys.known ? read.keys.value?.find((each) => each.accessKeyId === id)?.status : undefined;

describe('the next step of a rotation', () => {
  it('disables the old key only when everything known speaks for it', () => {
    let disabled = 0;
    fc.assert(
      fc.property(situation, (met) => {
        if (decide(met).kind !== 'disable-old') return;
        disabled += 1;
        const old = useOf(met.look, key.accessKeyId);
        const next = useOf(met.look, successor.accessKeyId);
        expect(old === null || (old !== undefined && old.at < addDays(now, -7))).toBe(true);
        expect(next ?? null).not.toBeNull();
        expect(statusOf(met.look, successor.accessKeyId)).toBe('Active');
        expect(statusOf(met.look, key.accessKeyId)).toBe('Active');
        expect([met.isTold, met.mayAct, met.look.exception !== undefined]).toEqual([
          true,
          true,
          true,
        ]);
        expect(met.rotation?.step).toBe('waiting');
      }),
      { numRuns: 20_000 },
    );
    expect(disabled).toBeGreaterThan(0);
  });

  it('deletes nothing but a successor that its own record names and that only lastkey used', () => {
    let rolledBack = 0;
    fc.assert(
      fc.property(situation, (met) => {
        const step = decide(met);
        if (step.kind !== 'roll-back') return;
        rolledBack += 1;
        expect(step.successor).toEqual(successor);
        expect(['created', 'stored']).toContain(met.rotation?.step);
        const used = useOf(met.look, successor.accessKeyId);
        expect(used === null || used?.service === 'sts').toBe(true);
      }),
      { numRuns: 5_000 },
    );
    expect(rolledBack).toBeGreaterThan(0);
  });

  it('makes a key only for a user who has one, and uses it', () => {
    let started = 0;
    fc.assert(
      fc.property(situation, (met) => {
        if (decide(met).kind !== 'start') return;
        started += 1;
        expect(met.look.keys.known && met.look.keys.value?.length).toBe(1);
        expect(useOf(met.look, key.accessKeyId)?.at ?? '').toMatch(/^202/);
        expect([met.mayAct, met.look.exception !== undefined]).toEqual([true, true]);
      }),
      { numRuns: 20_000 },
    );
    expect(started).toBeGreaterThan(0);
  });

  it('never tells a person to remove the most recently used key', () => {
    fc.assert(
      fc.property(situation, (met) => {
        const step = decide(met);
        const remove = step.kind === 'put-off' ? step.notice?.details['remove'] : undefined;
        if (remove === undefined) return;
        const at = (id: string) => useOf(met.look, id)?.at ?? '';
        const others = met.look.keys.known ? (met.look.keys.value ?? []) : [];
        for (const { accessKeyId } of others) {
          if (accessKeyId !== remove) expect(at(remove) < at(accessKeyId)).toBe(true);
        }
      }),
      { numRuns: 20_000 },
    );
  });
});

describe('the day of a rotation', () => {
  it('never puts off the end of the exception, and is found again when it is set already', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 0, max: 200 }), (createdAt, days) => {
        const dueAt = addDays(now, days);
        const keyCase = sampleCase({
          key: { ...key, createdAt },
          stage: 'excepted',
          dueAt,
          nextStepAt: dueAt,
        });
        const once = withRotationStep(keyCase, configuration.rotation, now);
        expect((once.nextStepAt ?? '') <= dueAt).toBe(true);
        expect(withRotationStep(once, configuration.rotation, now)).toBe(once);
      }),
    );
  });
});

describe('the name of a secret', () => {
  it('is another for every user', () => {
    const name = fc.stringMatching(/^[\w+=,.@-]{1,20}$/);
    fc.assert(
      fc.property(name, name, (one, other) => {
        const [first, second] = [one, other].map((each) =>
          secretNameOf('lastkey/keys/{user}', each),
        );
        expect(first === second).toBe(one === other);
        expect(first).toMatch(/^[\w/+=.@-]+$/);
      }),
    );
  });
});
