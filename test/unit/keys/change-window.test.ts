import { describe, expect, it } from 'vitest';
import { isOpen, nextOpening } from '../../../src/core/keys/change-window.ts';
import type { ChangeWindow } from '../../../src/core/model/configuration.ts';
import type { Instant } from '../../../src/core/model/instant.ts';

const london: ChangeWindow = {
  days: ['Tue', 'Wed', 'Thu'],
  hours: '09:00-16:00',
  timeZone: 'Europe/London',
};
const at = (text: string) => `${text}:00.000Z` as Instant;

describe('a change window', () => {
  it.each([
    ['2026-11-24T09:00', true, 'Tuesday at nine, winter time'],
    ['2026-11-24T08:59', false, 'a minute before'],
    ['2026-11-24T16:00', false, 'the end is excluded'],
    ['2026-11-27T10:00', false, 'a Friday'],
    ['2026-07-07T08:00', true, 'Tuesday at nine, summer time'],
  ])('at %s is open: %s (%s)', (moment, open) => {
    expect(isOpen(london, at(moment))).toBe(open);
  });

  it.each([
    ['2026-11-24T10:07', '2026-11-24T10:07', 'open now: now'],
    ['2026-11-26T16:30', '2026-12-01T09:00', 'after Thursday comes Tuesday'],
    // Clocks go back on 25 October 2026: nine in London is 08:00Z before and 09:00Z after.
    ['2026-10-22T16:00', '2026-10-27T09:00', 'over the end of summer time'],
    ['2026-03-26T17:00', '2026-03-31T08:00', 'over the start of summer time'],
  ])('from %s opens at %s (%s)', (from, opening) => {
    expect(nextOpening(london, at(from))).toBe(at(opening));
  });

  it('that never opens answers nothing, so that nothing is ever due', () => {
    expect(nextOpening({ ...london, days: [] }, at('2026-11-24T10:00'))).toBeUndefined();
  });

  it('that is not set is always open', () => {
    expect(nextOpening(null, at('2026-11-28T03:00'))).toBe(at('2026-11-28T03:00'));
  });
});
