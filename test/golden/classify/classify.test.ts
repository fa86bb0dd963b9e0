import { describe, expect, it } from 'vitest';
import { classifyWorkload } from '../../../src/core/replacement/classify/classify-workload.ts';
import { workloadKinds } from '../../../src/core/replacement/replacement.ts';
import { profiles, signsOf } from './profile.ts';

const judged = profiles.map((profile) => ({
  profile,
  ...classifyWorkload(signsOf(profile)),
}));

describe('which workload a key is for', () => {
  it.each(judged)('$profile.name: $profile.label', ({ profile, workload }) => {
    expect(workload.kind, JSON.stringify(workload)).toBe(profile.label);
    expect(workload.evidence).not.toEqual([]);
  });

  it('is labelled at least twice for every kind', () => {
    for (const kind of workloadKinds) {
      expect(profiles.filter(({ label }) => label === kind).length, kind).toBeGreaterThan(1);
    }
  });
});

describe('how sure a classification is', () => {
  // Of the best guesses with about this probability, about so many must be right.
  const guesses = judged.flatMap(({ profile, ranked }) => {
    const best = ranked[0];
    return best === undefined
      ? []
      : [{ confidence: best.confidence, isRight: best.kind === profile.label }];
  });
  it.each([
    { from: 0.3, to: 0.6 },
    { from: 0.6, to: 0.85 },
    { from: 0.85, to: 1.001 },
  ])('is how often it is right, from $from to $to', ({ from, to }) => {
    const bin = guesses.filter(({ confidence }) => confidence >= from && confidence < to);
    const said = bin.reduce((sum, { confidence }) => sum + confidence, 0) / bin.length;
    const hit = bin.filter(({ isRight }) => isRight).length / bin.length;
    expect(bin.length).toBeGreaterThan(5);
    // Twice the standard error of so few cases, and a tenth.
    const margin = 0.1 + 2 * Math.sqrt((said * (1 - said)) / bin.length);
    expect(Math.abs(hit - said), `${hit} of ${bin.length} right, said ${said}`).toBeLessThan(
      margin,
    );
  });
});
