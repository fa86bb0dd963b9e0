import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProviderSighting } from '../../../src/core/federation/thumbprints/provider-sighting.ts';
import { repairProposal } from '../../../src/core/federation/thumbprints/repair-proposal.ts';
import { addDays, type Instant } from '../../../src/core/model/instant.ts';
import {
  certificate,
  connected,
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

const sighting = (
  presented: Readonly<Record<string, readonly [first: number, last: number]>>,
  expectedCas: readonly string[] = [],
): ProviderSighting => ({
  providerArn: 'arn',
  verdict: 'listed',
  clientIds: [],
  presented: Object.entries(presented).map(([sha1, [first, last]]) => ({
    sha1,
    firstSeenAt: addDays(now, -first),
    lastSeenAt: addDays(now, -last),
  })),
  expectedCas,
  open: [],
  version: 1,
});

const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map(thumbprint) as [
  string,
  string,
  string,
  string,
  string,
];

describe('add', () => {
  it('puts what is presented beside what is there', () => {
    expect(repairProposal([a], observation(), undefined, now)).toMatchObject({
      step: 'add',
      thumbprints: [a, outer.sha1],
      add: [outer.sha1],
      remove: [],
    });
  });

  it('makes room by what was presented longest ago, or never', () => {
    const memory = sighting({ [a]: [90, 60], [b]: [90, 10], [d]: [90, 5], [e]: [90, 50] });
    const proposal = repairProposal([a, b, c, d, e], observation(), memory, now);
    expect(proposal).toMatchObject({
      remove: [c],
      thumbprints: [a, b, d, e, outer.sha1],
    });
  });

  it('never drops what is presented: more than five are for a person', () => {
    const chains = ['4', '5', '6', '7', '8', '9'].map((letter) =>
      connected([leaf, certificate(letter, 'Inner', 'Outer')]),
    );
    const observed = observation({ hosts: [hostOf(chains)] });
    const proposal = repairProposal([thumbprint('4')], observed, undefined, now);
    expect(proposal).toMatchObject({ vouchedFor: false });
    expect(proposal?.thumbprints).toHaveLength(5);
    expect(proposal?.thumbprints).toContain(thumbprint('4'));
  });
});

describe('vouched for', () => {
  const memory = sighting({}, [inner.spkiSha256]);

  it('is a public chain that two connections agree on, under a CA that was expected', () => {
    expect(repairProposal([a], observation(), memory, now)).toMatchObject({ vouchedFor: true });
  });

  it('is a chain with a CA that is listed already', () => {
    expect(repairProposal([inner.sha1], observation(), undefined, now)).toMatchObject({
      vouchedFor: true,
    });
  });

  it.each([
    ['a CA that nobody expected', observation(), undefined],
    [
      'a chain that is not public',
      observation({ hosts: [hostOf(twice(undefined, untrusted('unknown-root')))] }),
      memory,
    ],
    ['one connection', observation({ hosts: [hostOf([connected()])] }), memory],
    [
      'connections that disagree',
      observation({
        hosts: [hostOf([connected(), connected([leaf, inner, certificate('4', 'Outer', 'X')])])],
      }),
      memory,
    ],
  ])('is not %s: a person decides', (_, observed, remembered) => {
    expect(repairProposal([a], observed, remembered, now)).toMatchObject({
      vouchedFor: false,
      why: expect.stringContaining('a person decides'),
    });
  });
});

describe('wait, then remove', () => {
  const both = [a, outer.sha1];

  it('waits without a memory', () => {
    expect(repairProposal(both, observation(), undefined, now)).toMatchObject({
      step: 'wait',
      thumbprints: both,
      notBefore: addDays(now, 7),
    });
  });

  it('waits until the new one has been there for seven days and the old one gone for as long', () => {
    const young = sighting({ [outer.sha1]: [6, 0] });
    expect(repairProposal(both, observation(), young, now)?.step).toBe('wait');
    const seenLately = sighting({ [outer.sha1]: [30, 0], [a]: [30, 3] });
    expect(repairProposal(both, observation(), seenLately, now)?.step).toBe('wait');
  });

  it('then removes what is presented no more', () => {
    const old = sighting({ [outer.sha1]: [30, 0], [a]: [60, 8] });
    expect(repairProposal(both, observation(), old, now)).toMatchObject({
      step: 'remove',
      thumbprints: [outer.sha1],
      remove: [a],
    });
  });

  it('is not asked for when the list is what is presented', () => {
    expect(repairProposal([outer.sha1], observation(), undefined, now)).toBeUndefined();
  });
});

describe('whatever is listed and presented', () => {
  const letters = fc.uniqueArray(fc.constantFrom(...'abcdef0123456789'), {
    minLength: 1,
    maxLength: 5,
  });

  it('the list has one to five entries, keeps what is presented and listed, and comes to rest', () => {
    fc.assert(
      fc.property(letters, letters, fc.nat(40), (listed, shown, days) => {
        const configured = listed.map(thumbprint);
        const presented = shown.map(thumbprint);
        const observed = observation({
          hosts: [
            hostOf(shown.map((each) => connected([leaf, certificate(each, 'Inner', 'Outer')]))),
          ],
        });
        const memory = sighting(
          Object.fromEntries([...configured, ...presented].map((each) => [each, [days, days]])),
        );
        const later = (at: number) => addDays(now, at) as Instant;
        let list: readonly string[] = configured;
        for (let step = 0; step < 4; step += 1) {
          const proposal = repairProposal(list, observed, memory, later(step * 30));
          if (proposal === undefined) break;
          expect(proposal.thumbprints.length).toBeGreaterThan(0);
          expect(proposal.thumbprints.length).toBeLessThanOrEqual(5);
          const held = list.filter((each) => presented.includes(each));
          expect(proposal.thumbprints).toEqual(expect.arrayContaining(held));
          list = proposal.thumbprints;
        }
        expect([...list].sort()).toEqual([...presented].sort());
      }),
    );
  });
});
