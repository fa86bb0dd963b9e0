import { describe, expect, it } from 'vitest';
import { firesBetween } from '../../src/local/functions/cron-expression.ts';

const at = (text: string) => Date.parse(text);
const fires = (expression: string, zone: string, from: string, to: string) =>
  firesBetween(expression, zone, at(from), at(to));

describe('a cron expression', () => {
  const digest = 'cron(0 9 ? * MON *)';

  it('fires at its minute of its weekday, and not at the moment it was asked from', () => {
    expect(fires(digest, 'UTC', '2026-11-09T08:00:00Z', '2026-11-09T09:00:00Z')).toBe(true);
    expect(fires(digest, 'UTC', '2026-11-09T09:00:00Z', '2026-11-09T23:00:00Z')).toBe(false);
    expect(fires(digest, 'UTC', '2026-11-10T08:00:00Z', '2026-11-10T10:00:00Z')).toBe(false);
  });

  it('follows daylight saving in its time zone', () => {
    expect(fires(digest, 'Europe/London', '2026-07-06T07:59:30Z', '2026-07-06T08:00:30Z')).toBe(
      true,
    );
    expect(fires(digest, 'Europe/London', '2026-11-09T07:59:30Z', '2026-11-09T08:00:30Z')).toBe(
      false,
    );
  });

  it('takes lists of numbers', () => {
    const both = 'cron(30 6,18 * * ? *)';
    expect(fires(both, 'UTC', '2026-11-09T18:00:00Z', '2026-11-09T19:00:00Z')).toBe(true);
    expect(fires(both, 'UTC', '2026-11-09T12:00:00Z', '2026-11-09T13:00:00Z')).toBe(false);
  });

  it.each(['cron(0 9 ? * MON)', 'cron(0/5 * * * ? *)', 'rate(1 hour)'])(
    'is refused when it cannot be read: %s',
    (expression) => {
      expect(() =>
        fires(expression, 'UTC', '2026-11-09T08:00:00Z', '2026-11-09T09:00:00Z'),
      ).toThrow(/cannot be read/);
    },
  );
});
