import { describe, expect, it } from 'vitest';
import { simulate } from './simulate.ts';

/** `npm run simulate -- --seeds N --first S` runs more. */
const seeds = 160;
const share = 20;

describe('whatever happens in an organization, the invariants of the design hold', () => {
  it.each(Array.from({ length: seeds / share }, (_, index) => 1 + index * share))(
    'for the organizations of %i and the next nineteen seeds',
    async (first) => {
      for (let seed = first; seed < first + share; seed += 1) {
        const { violations } = await simulate(seed);
        const [violation] = violations;
        const told =
          violation === undefined
            ? ''
            : `seed ${seed}, invariant ${violation.invariant}: ${violation.what}\n${violation.story.join('\n')}`;
        expect(told).toBe('');
      }
    },
  );

  it('act on many keys meanwhile, and tell the same story for the same seed', async () => {
    const once = await simulate(3);
    expect(once.counts['disabled']).toBeGreaterThan(5);
    expect((await simulate(3)).counts).toEqual(once.counts);
  });
});
