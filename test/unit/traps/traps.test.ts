import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import traps from './traps.json' with { type: 'json' };

/** Mistakes that other tools made and were burnt by, each with the tests that hold it here. */
const all = Object.entries(traps as Readonly<Record<string, Trap>>);

interface Trap {
  readonly about: string;
  readonly tests: readonly (readonly string[])[];
}

const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(97 + index));

it('has every trap of the list', () => {
  expect(all.map(([letter]) => letter)).toEqual(letters);
});

it.each(all)('trap %s is held by tests that exist', (_letter, { tests }) => {
  expect(tests.length).toBeGreaterThan(0);
  for (const [file = '', title = ''] of tests) {
    expect(readFileSync(file, 'utf8'), `${file} has no test "${title}"`).toContain(title);
  }
});
