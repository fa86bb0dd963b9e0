import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventPattern } from '../../../src/local/aws/events/pattern/event-pattern.ts';

interface Case {
  readonly name: string;
  readonly pattern: unknown;
  readonly event?: unknown;
  readonly matches?: boolean;
  readonly invalid?: boolean;
}

const cases = JSON.parse(
  readFileSync(join(import.meta.dirname, 'event-patterns.json'), 'utf8'),
) as readonly Case[];

describe('an event pattern', () => {
  it.each(cases.filter(({ invalid }) => !invalid))('$name', ({ pattern, event, matches }) => {
    expect(eventPattern(pattern)(event)).toBe(matches);
  });

  it.each(cases.filter(({ invalid }) => invalid))('is refused: $name', ({ pattern }) => {
    expect(() => eventPattern(pattern)).toThrow(
      expect.objectContaining({ code: 'InvalidEventPatternException' }),
    );
  });
});
