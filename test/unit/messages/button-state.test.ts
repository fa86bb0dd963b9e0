import { describe, expect, test } from 'vitest';
import type { KeyCase, Notice } from '../../../src/core/keys/key-case.ts';
import { stages } from '../../../src/core/keys/key-case.ts';
import { buttonState } from '../../../src/core/messages/button-state.ts';
import { nextOwners, offeredActions } from '../../../src/core/messages/offered-actions.ts';
import { at, sampleCase } from './sample-case.ts';

const later = at('2026-11-25T10:00:00.000Z');
const disabled = { at: later, by: 'lastkey', why: 'due' };

const notice = (kind: Notice['kind'], time = later): Notice => ({
  id: `${kind}:${time}`,
  kind,
  at: time,
  details: {},
  delivery: { status: 'pending' },
});

describe('the state of a button', () => {
  test.each<readonly [string, Partial<KeyCase>]>([
    ['the stage', { stage: 'warned' }],
    ['the mode', { mode: 'observe' }],
    ['being disabled', { disabled }],
    ['being kept', { kept: { until: later, reason: 'r', by: 'U', at: later } }],
    ['coming back', { reactivations: 1 }],
    ['a use found by the last look', { notices: [notice('used-since-warning')] }],
  ])('changes with %s', (_what, changes) => {
    expect(buttonState(sampleCase(changes))).not.toBe(buttonState(sampleCase()));
  });

  test.each<readonly [string, Partial<KeyCase>]>([
    ['a new version', { version: 9 }],
    ['a delivered notice', { notices: [notice('found')] }],
    ['the steps being shown', { notices: [notice('how-to-switch')] }],
    ['another last use', { lastUse: { at: later, service: 's3', region: 'eu-west-1' } }],
  ])('stays with %s: a button that still says the truth keeps working', (_what, changes) => {
    expect(buttonState(sampleCase(changes))).toBe(buttonState(sampleCase()));
  });

  test('changes with each further use that is found, and each time a key is kept again', () => {
    const states = [later, at('2026-12-02T10:00:00.000Z')].flatMap((time) => [
      buttonState(sampleCase({ notices: [notice('used-since-warning', time)] })),
      buttonState(sampleCase({ kept: { until: later, reason: 'r', by: 'U', at: time } })),
    ]);
    expect(new Set(states).size).toBe(4);
  });
});

describe('the buttons', () => {
  test('of each stage', () => {
    const offered = Object.fromEntries(
      stages.map((stage) => [stage, offeredActions(sampleCase({ stage, disabled })).join(' ')]),
    );
    const open = 'disable-now keep-for-now not-mine show-how-to-switch request-exception';
    expect(offered).toEqual({
      watched: open,
      told: open,
      warned: open,
      due: open,
      restored: open,
      excepted: 'disable-now not-mine show-how-to-switch request-exception',
      disabled: 'undo',
      rotating: '',
      deleted: '',
      gone: '',
    });
  });

  test('say Disable anyway from the use that was found until something newer is said', () => {
    const found = [notice('used-since-warning')];
    const first = (notices: readonly Notice[]) => offeredActions(sampleCase({ notices }))[0];
    expect(first(found)).toBe('disable-anyway');
    expect(first([...found, notice('how-to-switch'), notice('over-cap')])).toBe('disable-anyway');
    expect(first([...found, notice('warning')])).toBe('disable-now');
    expect(first([...found, notice('kept')])).toBe('disable-now');
  });

  test('do not pass a key on from the last rung of the ladder', () => {
    const [ana, security] = sampleCase().owners;
    expect(nextOwners(sampleCase(), ana)).toEqual([security]);
    expect(nextOwners(sampleCase(), security)).toEqual([]);
    expect(offeredActions(sampleCase(), security)).not.toContain('not-mine');
  });
});
