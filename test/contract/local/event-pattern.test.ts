import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
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

  it('that is made of an event matches that event, and no event without one of its fields', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const name = fc.string({ minLength: 1 }).filter((text) => text !== '__proto__');
    const event = fc.dictionary(name, fc.oneof(leaf, fc.dictionary(name, leaf, { minKeys: 1 })), {
      minKeys: 1,
    });
    const patternOf = (value: object): Record<string, unknown> =>
      Object.fromEntries(
        Object.entries(value).map(([field, member]: [string, unknown]) => [
          field,
          typeof member === 'object' && member !== null ? patternOf(member) : [member],
        ]),
      );
    fc.assert(
      fc.property(event, (made) => {
        const matches = eventPattern(patternOf(made));
        expect(matches(made)).toBe(true);
        for (const field of Object.keys(made)) {
          const { [field]: _, ...without } = made;
          expect(matches(without)).toBe(false);
        }
      }),
    );
  });

  it('never throws on any event', () => {
    const patterns = cases
      .filter(({ invalid }) => !invalid)
      .map((each) => eventPattern(each.pattern));
    fc.assert(
      fc.property(fc.jsonValue(), (event) => {
        for (const matches of patterns) expect(typeof matches(event)).toBe('boolean');
      }),
    );
  });
});
