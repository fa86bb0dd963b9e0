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

  describe('with holidays and quiet stretches', () => {
    const closed: ChangeWindow = {
      ...london,
      holidays: ['2026-12-01'],
      quiet: [{ from: '2026-12-08', to: '2027-01-06' }],
    };

    it('is closed on a holiday, by the local day', () => {
      expect(isOpen(closed, at('2026-12-01T10:00'))).toBe(false);
      expect(nextOpening(closed, at('2026-11-27T10:00'))).toBe(at('2026-12-02T09:00'));
      const auckland: ChangeWindow = {
        ...closed,
        hours: '00:00-24:00',
        timeZone: 'Pacific/Auckland',
      };
      // 1 December in Auckland is from 11:00Z on 30 November to 11:00Z on 1 December.
      expect(isOpen(auckland, at('2026-12-01T10:59'))).toBe(false);
      expect(isOpen(auckland, at('2026-12-01T11:00'))).toBe(true);
    });

    it('is closed from the first to the last quiet day, both included', () => {
      expect(nextOpening(closed, at('2026-12-03T16:00'))).toBe(at('2027-01-07T09:00'));
    });

    it('that is quiet for longer than it is looked ahead never opens', () => {
      const forever = { ...london, quiet: [{ from: '2026-01-01', to: '2099-12-31' }] };
      expect(nextOpening(forever, at('2026-12-03T16:00'))).toBeUndefined();
    });
  });

  describe('when the clocks change', () => {
    const sundays = (hours: string): ChangeWindow => ({
      days: ['Sun'],
      hours,
      timeZone: 'Europe/London',
    });

    it('skips hours that a spring morning does not have', () => {
      // 29 March 2026: 01:00 becomes 02:00.
      const gone = sundays('01:10-01:50');
      expect(nextOpening(gone, at('2026-03-28T12:00'))).toBe(at('2026-04-05T00:10'));
      expect(nextOpening(sundays('01:30-03:00'), at('2026-03-28T12:00'))).toBe(
        at('2026-03-29T01:00'),
      );
    });

    it('opens twice in hours that an autumn night repeats', () => {
      // 25 October 2026: 02:00 becomes 01:00 again.
      const twice = sundays('01:10-01:20');
      expect(nextOpening(twice, at('2026-10-24T12:00'))).toBe(at('2026-10-25T00:10'));
      expect(isOpen(twice, at('2026-10-25T00:19'))).toBe(true);
      expect(isOpen(twice, at('2026-10-25T00:20'))).toBe(false);
      expect(nextOpening(twice, at('2026-10-25T00:20'))).toBe(at('2026-10-25T01:10'));
      expect(nextOpening(twice, at('2026-10-25T01:20'))).toBe(at('2026-11-01T01:10'));
    });

    it('finds its opening where clocks move by half an hour', () => {
      // Lord Howe Island, 4 October 2026: 02:00 becomes 02:30.
      const island: ChangeWindow = {
        days: ['Sun'],
        hours: '09:00-10:00',
        timeZone: 'Australia/Lord_Howe',
      };
      expect(nextOpening(island, at('2026-10-03T00:00'))).toBe(at('2026-10-03T22:00'));
    });
  });

  it('opens to the minute', () => {
    const short = { ...london, hours: '09:07-09:11' };
    expect(nextOpening(short, '2026-11-24T01:02:03.000Z' as Instant)).toBe(at('2026-11-24T09:07'));
  });

  it('that never opens answers nothing, so that nothing is ever due', () => {
    expect(nextOpening({ ...london, days: [] }, at('2026-11-24T10:00'))).toBeUndefined();
  });

  it('that is not set is always open', () => {
    expect(nextOpening(null, at('2026-11-28T03:00'))).toBe(at('2026-11-28T03:00'));
  });
});
