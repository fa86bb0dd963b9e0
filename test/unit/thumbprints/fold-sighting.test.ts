import { describe, expect, it } from 'vitest';
import { foldSighting } from '../../../src/core/federation/thumbprints/fold-sighting.ts';
import { judgeThumbprints } from '../../../src/core/federation/thumbprints/judge-thumbprints.ts';
import type { IssuerObservation } from '../../../src/core/federation/thumbprints/observation.ts';
import {
  hostOf,
  inner,
  leaf,
  now,
  observation,
  outer,
  thumbprint,
  twice,
  untrusted,
} from './sample-observations.ts';

const expectedCas = (observed: IssuerObservation, thumbprints: readonly string[]) => {
  const provider = { arn: 'arn', url: 'issuer.example.com', clientIds: ['x'], thumbprints };
  const judgement = judgeThumbprints({
    observed,
    configured: thumbprints,
    method: undefined,
    sighting: undefined,
    now,
  });
  return foldSighting(undefined, provider, observed, judgement, now).sighting.expectedCas;
};

describe('a CA is expected', () => {
  it('after a public chain has shown it with a CA whose thumbprint is configured', () => {
    expect(expectedCas(observation(), [outer.sha1.toUpperCase()])).toEqual([
      inner.spkiSha256,
      outer.spkiSha256,
    ]);
  });

  it.each([
    ['nothing of the chain is configured', observation(), [thumbprint('9')]],
    ['only the leaf is', observation(), [leaf.sha1]],
    [
      'the chain is not publicly trusted',
      observation({ hosts: [hostOf(twice(undefined, untrusted('unknown-root')))] }),
      [outer.sha1],
    ],
  ])('never because it was seen: %s', (_, observed, configured) => {
    expect(expectedCas(observed, configured)).toEqual([]);
  });
});
