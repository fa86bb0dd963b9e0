import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/core/events/change.ts';
import { parseChange } from '../../../src/core/events/parse-change.ts';
import { watchedEvents } from '../../../src/core/events/watched-events.ts';

/** Only the parts of a change that the case is about; `null` says that a field must be absent. */
interface GoldenCase {
  readonly name: string;
  readonly fixture: string;
  readonly expected: {
    readonly kind: 'change' | 'notForUs' | 'unreadable';
    readonly why?: string;
    readonly change?: Readonly<Record<string, unknown>>;
  };
}

const folder = new URL('.', import.meta.url);
const fixtures = new URL('../../fixtures/events/', import.meta.url);

const cases = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as GoldenCase);

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`${name}.json`, fixtures), 'utf8'));

describe('an event', () => {
  it.each(cases)('$name ($fixture)', ({ fixture: name, expected }) => {
    const parsed = parseChange(fixture(name));
    if (expected.kind !== 'change') {
      expect(parsed).toMatchObject(expected);
      return;
    }
    if (parsed.kind !== 'change') expect.fail(JSON.stringify(parsed));
    for (const [field, value] of Object.entries(expected.change ?? {})) {
      if (value === null) expect(parsed.change).not.toHaveProperty(field);
      else
        expect({ [field]: parsed.change[field as keyof Change] }).toMatchObject({ [field]: value });
    }
  });

  it('never takes a session token along', () => {
    for (const { fixture: name } of cases) {
      expect(JSON.stringify(parseChange(fixture(name)))).not.toMatch(/MUST-NOT-LEAVE/);
    }
  });

  it('has a case for each watched name', () => {
    const seen = cases.flatMap(({ fixture: name }) => {
      const parsed = parseChange(fixture(name));
      return parsed.kind === 'change' ? [parsed.change.kind] : [];
    });
    expect(new Set(seen)).toEqual(new Set(Object.keys(watchedEvents)));
  });
});
