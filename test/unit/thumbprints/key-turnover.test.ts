import { expect, it } from 'vitest';
import { foldSighting } from '../../../src/core/federation/thumbprints/fold-sighting.ts';
import { judgeThumbprints } from '../../../src/core/federation/thumbprints/judge-thumbprints.ts';
import type { JwksSeen } from '../../../src/core/federation/thumbprints/observation.ts';
import type { ProviderSighting } from '../../../src/core/federation/thumbprints/provider-sighting.ts';
import { now, observation } from './sample-observations.ts';

const keys = (...keyIds: readonly string[]): JwksSeen => ({
  status: 'read',
  rsa: keyIds.length,
  ec: 0,
  other: 0,
  withPrivateParts: 0,
  keyIds,
  milliseconds: 50,
});
const gone: JwksSeen = { status: 'failed', why: 'timed-out', message: 'It took too long.' };

/** Runs one after the other, as the watch has them; the findings of the last. */
const after = (...runs: readonly JwksSeen[]): readonly string[] => {
  let before: ProviderSighting | undefined;
  let found: readonly string[] = [];
  for (const jwks of runs) {
    const observed = observation({ jwks });
    const question = { observed, configured: [], method: undefined, sighting: before, now };
    const judgement = judgeThumbprints(question);
    found = judgement.findings.map(({ id }) => id).filter((id) => id.startsWith('jwks.'));
    const provider = { arn: 'arn:a', url: 'a', clientIds: ['b'], thumbprints: [] };
    before = foldSighting(before, provider, observed, judgement, now).sighting;
  }
  return found;
};

it('a new key beside an old one is a rotation', () => {
  expect(after(keys('a', 'b'), keys('b', 'c'))).toEqual([]);
});

it('every key changed at once is told', () => {
  expect(after(keys('a', 'b'), keys('c', 'd'))).toEqual(['jwks.all-keys-changed']);
});

it('also behind a run that saw no key set', () => {
  expect(after(keys('a'), gone, keys('b'))).toEqual(['jwks.all-keys-changed']);
});

it('the first look, and keys without an id, say nothing', () => {
  expect(after(keys('a'))).toEqual([]);
  expect(after(keys('a'), keys())).toEqual([]);
  expect(after(keys(), keys('a'))).toEqual([]);
});
