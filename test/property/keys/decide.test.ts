import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/core/keys/decide.ts';
import type { Decision, KeyFactsNow } from '../../../src/core/keys/decision.ts';
import { byRisk } from '../../../src/core/keys/key-risk.ts';
import { settingsForKey } from '../../../src/core/keys/key-settings.ts';
import type { Override } from '../../../src/core/model/configuration.ts';
import { known, unknown } from '../../../src/core/model/fact.ts';
import { addDays } from '../../../src/core/model/instant.ts';
import {
  configurationFrom,
  type DescribedHistory,
  type DescribedKey,
  factsFrom,
  historyFrom,
  noon,
} from '../../golden/keys/described-key.ts';

const unread = fc.constant('unknown' as const);
const days = fc.double({ min: 0, max: 500, noNaN: true });
const flag = fc.oneof({ weight: 3, arbitrary: fc.boolean() }, { weight: 1, arbitrary: unread });

const describedKey: fc.Arbitrary<DescribedKey> = fc.record(
  {
    madeDaysAgo: fc.oneof(days, unread),
    usedDaysAgo: fc.oneof(days, fc.constant('never' as const), unread),
    status: fc.constantFrom('Active', 'Active', 'Active', 'Inactive', 'Expired', 'unknown'),
    userName: fc.constantFrom('deployer', 'deployer', '<root_account>'),
    accessKeyId: unread,
    holder: fc.constantFrom('workload', 'human', 'root', 'unknown'),
    otherActiveKeys: fc.oneof(fc.nat(3), unread),
    isMostRecentlyUsed: flag,
    exceptionsEndInDays: fc.oneof(
      fc.array(fc.integer({ min: -30, max: 90 }), { maxLength: 2 }),
      unread,
    ),
    exceptionFor: fc.constantFrom('the user', 'another key'),
    ownerIsHere: flag,
    exposed: flag,
    privilege: fc.constantFrom('administrator', 'can-escalate', 'limited', 'unknown'),
    replacementInUse: flag,
    place: fc.oneof(
      fc.record({
        ous: fc.subarray(['ou-a', 'ou-b']),
        userPath: fc.constantFrom('/', '/ci/'),
        userTags: fc.constantFrom({}, { tier: 'gold' }, { tier: '' }),
      }),
      unread,
    ),
  },
  { requiredKeys: [] },
);

const describedHistory: fc.Arbitrary<DescribedHistory> = fc.record(
  {
    stage: fc.constantFrom(
      'new',
      'watched',
      'told',
      'warned',
      'due',
      'disabled',
      'restored',
      'rotating',
      'deleted',
      'excepted',
      'gone',
    ),
    startedDaysAgo: fc.integer({ min: 0, max: 100 }),
    dueInDays: fc.integer({ min: -20, max: 60 }),
    isTold: fc.boolean(),
    disabledDaysAgo: fc.integer({ min: 0, max: 100 }),
    reactivations: fc.nat(3),
    reasons: fc.constantFrom([], [{ id: 'undeclared' as const, text: 'No exception.' }]),
    watchedForDays: fc.integer({ min: 0, max: 400 }),
  },
  { requiredKeys: [] },
);

const overrides: fc.Arbitrary<readonly Override[]> = fc.array(
  fc.record({
    where: fc.constantFrom(
      { account: '111122223333' },
      { account: '999988887777' },
      { ou: 'ou-a' },
      { ou: 'ou-b' },
      { userPath: '/ci/' },
      { userTag: 'tier=gold' },
      { userTag: 'tier' },
    ),
    keys: fc.record(
      {
        unusedDays: fc.integer({ min: 1, max: 300 }),
        maxAgeDays: fc.integer({ min: 1, max: 300 }),
        newKeyGraceDays: fc.integer({ min: 0, max: 60 }),
        deleteDaysAfterDisable: fc.option(fc.integer({ min: 1, max: 90 })),
        exposed: fc.constantFrom('tell' as const, 'disable' as const),
        mode: fc.constantFrom('observe' as const, 'enforce' as const),
      },
      { requiredKeys: [] },
    ),
  }),
  { maxLength: 4 },
);

const configuration = fc
  .record({ overrides, deletes: fc.option(fc.integer({ min: 1, max: 60 })) })
  .map(({ overrides: some, deletes }) =>
    configurationFrom({
      mode: 'enforce',
      keys: {
        deleteDaysAfterDisable: deletes,
        window: {
          days: ['Mon', 'Tue', 'Wed', 'Thu'],
          hours: '09:00-16:00',
          timeZone: 'Europe/London',
        },
      },
      overrides: some,
    }),
  );

const anything = { key: describedKey, history: describedHistory, configuration };
type Anything = {
  key: DescribedKey;
  history: DescribedHistory;
  configuration: ReturnType<typeof configurationFrom>;
};

const decided = ({ key, history, configuration: rules }: Anything, facts = factsFrom(key)) =>
  decide(facts, rules, historyFrom(history), noon);

const always = (holds: (some: Anything) => void): void =>
  fc.assert(fc.property(fc.record(anything), holds), { numRuns: 3000 });

const nearness: Readonly<Record<string, number>> = {
  watched: 0,
  told: 1,
  restored: 1,
  warned: 2,
  due: 3,
};

/** Whether lastkey may change the key because of this decision, now or at its date. */
const acts = ({ next, mode }: Decision): boolean => next !== undefined && mode === 'enforce';

describe('the decision about a key', () => {
  it('has an answer for anything, and the same one each time', () => {
    always((some) => {
      expect(decided(some)).toEqual(decided(some));
    });
  });

  it('never has a date while a fact that a date needs is unknown', () => {
    always((some) => {
      const facts = factsFrom(some.key);
      const { status, accessKeyId, createdAt, lastUse, exceptions } = facts;
      const all = [status, accessKeyId, createdAt, lastUse, exceptions].every((each) => each.known);
      const decision = decided(some, facts);
      if (all) return;
      expect(decision.next).toBeUndefined();
      expect(decision.stage).not.toBe('due');
    });
  });

  it('is never made nearer to an act by reading less', () => {
    const names = [
      'status',
      'accessKeyId',
      'createdAt',
      'lastUse',
      'exceptions',
      'otherActiveKeys',
      'isMostRecentlyUsed',
      'ownerIsHere',
      'exposed',
      'privilege',
      'replacementInUse',
      'place',
    ] as const;
    const less = fc.record({ ...anything, name: fc.constantFrom(...names) });
    fc.assert(
      fc.property(less, ({ name, ...some }) => {
        const facts = factsFrom(some.key);
        const { accountId } = facts;
        const unreadFacts: KeyFactsNow =
          name === 'place'
            ? {
                ...facts,
                place: { accountId, ous: undefined, userPath: undefined, userTags: undefined },
              }
            : { ...facts, [name]: unknown('Throttling', name, 'yes') };
        const before = decided(some, facts);
        const after = decided(some, unreadFacts);
        if (!acts(after)) return;
        expect(acts(before)).toBe(true);
        expect(before.dueAt !== undefined && after.dueAt !== undefined).toBe(true);
        expect((after.dueAt ?? '') >= (before.dueAt ?? '')).toBe(true);
        if (after.stage === 'due') expect(before.stage).toBe('due');
      }),
      { numRuns: 6000 },
    );
  });

  it('is never made nearer to an act by a newer use', () => {
    const newer = fc.record({ ...anything, share: fc.double({ min: 0, max: 1, noNaN: true }) });
    fc.assert(
      fc.property(newer, ({ share, ...some }) => {
        const facts = factsFrom(some.key);
        if (!facts.lastUse.known) return;
        const used = facts.lastUse.value;
        const ago = typeof some.key.usedDaysAgo === 'number' ? some.key.usedDaysAgo : 400;
        const at = addDays(noon, -ago * share);
        // A first use comes after the key was made.
        const least = used?.at ?? (facts.createdAt.known ? facts.createdAt.value : noon);
        if (at < least) return;
        const later = { at, service: 'sts', region: 'us-east-1' };
        const before = decided(some, facts);
        const after = decided(some, { ...facts, lastUse: known(later, noon, 'test') });
        expect(nearness[after.stage] ?? 0).toBeLessThanOrEqual(nearness[before.stage] ?? 9);
        if (after.next === undefined) return;
        expect(before.next).toBe(after.next);
        expect((after.dueAt ?? '') >= (before.dueAt ?? '')).toBe(true);
      }),
      { numRuns: 6000 },
    );
  });

  it('is due after a use in its round only for a public key, and where that was chosen', () => {
    always((some) => {
      const facts = factsFrom(some.key);
      const { stage, reasons, clockStartedAt } = decided(some, facts);
      const { settings } = settingsForKey(some.configuration, facts.place);
      const use = facts.lastUse.known ? facts.lastUse.value : null;
      if (stage !== 'due' || use === null || clockStartedAt === undefined) return;
      if (use.at < clockStartedAt) return;
      expect(reasons.map(({ id }) => id)).toContain('exposed');
      expect(settings.exposed).toBe('disable');
    });
  });

  it('is due only when every warning was delivered, and never for root', () => {
    always((some) => {
      const { stage, next } = decided(some);
      if (stage === 'due') expect(some.history.isTold).toBe(true);
      if (some.key.userName === '<root_account>' || some.key.holder === 'root') {
        expect(next).toBeUndefined();
      }
    });
  });

  it('deletes only what is Inactive, by configuration, and not the most recently used key', () => {
    always((some) => {
      const facts = factsFrom(some.key);
      const decision = decided(some, facts);
      if (decision.next !== 'delete') return;
      const { settings } = settingsForKey(some.configuration, facts.place);
      expect(settings.deleteDaysAfterDisable).not.toBeNull();
      expect(facts.status).toMatchObject({ known: true, value: 'Inactive' });
      expect(facts.isMostRecentlyUsed).toMatchObject({ known: true, value: false });
    });
  });

  it('follows the first override that matches, setting by setting', () => {
    fc.assert(
      fc.property(overrides, (some) => {
        const place = {
          accountId: '111122223333',
          ous: ['ou-a'],
          userPath: '/ci/github/',
          userTags: { tier: 'gold' },
        };
        const base = configurationFrom({ overrides: some });
        const matching = some.filter(
          ({ where }) =>
            !('ou' in where && where.ou === 'ou-b') &&
            !('account' in where && where.account !== place.accountId),
        );
        const { settings, mode } = settingsForKey(base, place);
        const first = (name: keyof Override['keys']) =>
          matching.find(({ keys }) => name in keys)?.keys[name];
        expect(settings.unusedDays).toBe(first('unusedDays') ?? base.keys.unusedDays);
        expect(settings.maxAgeDays).toBe(first('maxAgeDays') ?? base.keys.maxAgeDays);
        expect(mode).toBe(first('mode') ?? base.mode);
      }),
    );
  });

  it('orders keys by risk in one way only', () => {
    const keys = fc.array(fc.record(anything), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(keys, (some) => {
        const named = some.map((each, index) => ({
          name: `key-${index}`,
          risk: decided(each).risk,
        }));
        const sorted = [...named].sort(byRisk);
        expect([...named].reverse().sort(byRisk)).toEqual(sorted);
        for (const { risk } of named) {
          expect(risk.factors.reduce((sum, each) => sum + each.points, 0)).toBe(risk.score);
        }
      }),
      { numRuns: 300 },
    );
  });
});
