import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../../src/cli/configuration.ts';
import { comparePlans } from '../../../src/core/keys/compare-plans.ts';
import { type PlannedKey, planKeys } from '../../../src/core/keys/plan.ts';
import type { Configuration } from '../../../src/core/model/configuration.ts';
import { parseAccountId } from '../../../src/core/model/ids.ts';
import type { Instant } from '../../../src/core/model/instant.ts';
import {
  type DescribedHistory,
  type DescribedKey,
  factsFrom,
  historyFrom,
  noon,
} from '../../golden/keys/described-key.ts';

const configured = (yaml: string): Configuration =>
  parseConfiguration(`version: 1\n${yaml}`, 'the test');

const enforcing = configured(`mode: enforce
keys: { window: null }
limits: { percentOfAccount: 100, canary: 1000 }`);

const planned = (
  name: string,
  key: DescribedKey = {},
  more: { history?: DescribedHistory; owner?: string; account?: string } = {},
): PlannedKey => ({
  name,
  owner: more.owner ?? '#team',
  history: historyFrom(more.history),
  facts: {
    ...factsFrom(key),
    accountId: parseAccountId(more.account ?? '111122223333') ?? factsFrom(key).accountId,
  },
});

const unused = { madeDaysAgo: 80, usedDaysAgo: 60 };
const short = (days: ReturnType<typeof planKeys>) =>
  days.flatMap(({ date, steps }) =>
    steps.map(({ key, from, to }) => `${date} ${key} ${from} > ${to}`),
  );

describe('the plan', () => {
  it('tells an unused key today, warns it a day before, disables it on day seven', () => {
    expect(short(planKeys([planned('a', unused)], enforcing, noon, 30))).toEqual([
      '2026-11-23 a new > told',
      '2026-11-29 a told > warned',
      '2026-11-30 a warned > disabled',
    ]);
  });

  it('has nothing for a key that stays in order', () => {
    expect(planKeys([planned('a', { madeDaysAgo: 1 })], enforcing, noon, 30)).toEqual([]);
  });

  it('finds the day on which a key in order becomes unused, as nobody uses anything', () => {
    const days = planKeys([planned('a', { usedDaysAgo: 40 })], enforcing, noon, 30);
    expect(short(days)).toEqual([
      '2026-11-28 a watched > told',
      '2026-12-04 a told > warned',
      '2026-12-05 a warned > disabled',
    ]);
    expect(days[0]?.steps[0]?.why).toContain('for 45 days');
  });

  it('only says what it would do in observe mode', () => {
    const observing = { ...enforcing, mode: 'observe' as const };
    const days = planKeys([planned('a', unused)], observing, noon, 30);
    expect(short(days).at(-1)).toBe('2026-11-30 a warned > due');
    expect(days.at(-1)?.steps[0]?.why).toContain('only observes');
  });

  it('honours change windows and holidays', () => {
    const inWindow = configured(`mode: enforce
keys:
  window:
    days: [Mon]
    hours: "09:00-16:00"
    timeZone: Europe/London
    holidays: ["2026-11-30"]
limits: { percentOfAccount: 100 }`);
    expect(short(planKeys([planned('a', unused)], inWindow, noon, 30))).toContain(
      '2026-12-07 a warned > disabled',
    );
  });

  it('goes on with a key where its case stands', () => {
    const history = { stage: 'warned', startedDaysAgo: 6, dueInDays: 1 } as const;
    expect(short(planKeys([planned('a', unused, { history })], enforcing, noon, 30))).toEqual([
      '2026-11-24 a warned > disabled',
    ]);
  });

  it('lets an exception end, and tells the key then', () => {
    const key = { ...unused, exceptionsEndInDays: [10] };
    const days = planKeys([planned('a', key)], enforcing, noon, 30);
    expect(short(days)).toEqual([
      '2026-11-23 a new > excepted',
      '2026-12-03 a excepted > told',
      '2026-12-09 a told > warned',
      '2026-12-10 a warned > disabled',
    ]);
  });

  it('deletes only where that is configured, after the days to restore', () => {
    const deleting = {
      ...enforcing,
      keys: { ...enforcing.keys, deleteDaysAfterDisable: 10 },
    };
    expect(short(planKeys([planned('a', unused)], deleting, noon, 30)).at(-1)).toBe(
      '2026-12-10 a disabled > deleted',
    );
  });

  it('never takes a step towards an act while the last use is unknown', () => {
    const key = { madeDaysAgo: 800, usedDaysAgo: 'unknown' } as const;
    expect(short(planKeys([planned('a', key)], enforcing, noon, 90))).toEqual([
      '2026-11-23 a new > told',
    ]);
  });

  it('never disables a root key', () => {
    const key = { ...unused, userName: '<root_account>' };
    expect(short(planKeys([planned('root', key)], enforcing, noon, 90))).toEqual([
      '2026-11-23 root new > told',
    ]);
  });

  describe('at a limit', () => {
    const limited = (limits: string) =>
      configured(`mode: enforce\nkeys: { window: null }\nlimits: { ${limits} }`);
    const many = (count: number, more: (n: number) => { owner?: string; account?: string }) =>
      Array.from({ length: count }, (_, n) => planned(`key-${n}`, unused, more(n)));
    const acts = (days: ReturnType<typeof planKeys>) =>
      short(days).filter((line) => line.endsWith('> disabled'));

    it.each([
      ['owner', 'perOwner: 2, perAccount: 99, percentOfAccount: 100', () => ({ owner: '#one' })],
      [
        'account',
        'perOwner: 99, perAccount: 2, percentOfAccount: 100',
        (n: number) => ({ owner: `#${n}` }),
      ],
      [
        'account, by its share',
        'perOwner: 99, perAccount: 99, percentOfAccount: 50',
        (n: number) => ({ owner: `#${n}` }),
      ],
      [
        'run',
        'perRun: 2, perOwner: 99, perAccount: 99, percentOfAccount: 100',
        (n: number) => ({ owner: `#${n}` }),
      ],
    ])('per %s nothing of the batch is done, and it says so once', (name, limits, more) => {
      const days = planKeys(many(3, more), limited(`${limits}, canary: 99`), noon, 30);
      expect(acts(days)).toEqual([]);
      const held = days.flatMap(({ steps }) => steps).filter(({ why }) => why.includes('waits'));
      expect(held).toHaveLength(3);
      expect(held[0]?.why).toContain(`per ${name.split(',')[0]}`);
      expect(held[0]?.why).toContain('an approver is asked');
    });

    it('on the first day acts on a few, and on the others a day later', () => {
      const free = limited('perOwner: 99, perAccount: 99, percentOfAccount: 100, canary: 1');
      const days = planKeys(
        many(3, () => ({})),
        free,
        noon,
        30,
      );
      expect(acts(days)).toEqual([
        '2026-11-30 key-0 warned > disabled',
        '2026-12-01 key-1 due > disabled',
        '2026-12-01 key-2 due > disabled',
      ]);
    });
  });

  it('does not depend on the order of the keys', () => {
    const keys = ['c', 'a', 'b'].map((name) => planned(name, unused));
    expect(planKeys([...keys].reverse(), enforcing, noon, 30)).toEqual(
      planKeys(keys, enforcing, noon, 30),
    );
  });

  it('differs from another plan in the keys that it treats differently', () => {
    const patient = { ...enforcing, keys: { ...enforcing.keys, newKeyGraceDays: 14 } };
    const keys = [planned('a', unused), planned('b', { madeDaysAgo: 1 })];
    const difference = comparePlans(
      planKeys(keys, enforcing, noon, 30),
      planKeys(keys, patient, noon, 30),
    );
    expect(difference).toEqual([
      {
        key: 'a',
        here: ['2026-11-23 told', '2026-11-29 warned', '2026-11-30 disabled'],
        there: ['2026-11-23 told', '2026-11-30 warned', '2026-12-07 disabled'],
      },
    ]);
  });

  it('ends before the last moment of its days', () => {
    expect(short(planKeys([planned('a', unused)], enforcing, noon, 7))).toHaveLength(2);
    expect(planKeys([], enforcing, '2026-11-23T00:00:00.000Z' as Instant, 7)).toEqual([]);
  });
});
