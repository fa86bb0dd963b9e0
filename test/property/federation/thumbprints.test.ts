import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldSighting } from '../../../src/core/federation/thumbprints/fold-sighting.ts';
import {
  judgeThumbprints,
  type ThumbprintQuestion,
} from '../../../src/core/federation/thumbprints/judge-thumbprints.ts';
import type {
  Connection,
  IssuerObservation,
  PublicTrust,
  VerificationMethodSeen,
} from '../../../src/core/federation/thumbprints/observation.ts';
import { addDays } from '../../../src/core/model/instant.ts';
import {
  certificate,
  hostOf,
  issuer,
  now,
  observation,
  thumbprint,
} from '../../unit/thumbprints/sample-observations.ts';

const letters = 'abcdef';
const trust: fc.Arbitrary<PublicTrust> = fc.constantFrom<PublicTrust>(
  { trusted: true },
  { trusted: false, because: 'unknown-root', code: 'X' },
  { trusted: false, because: 'expired', code: 'Y' },
);
const offered = fc.constantFrom('TLSv1.2' as const, 'TLSv1.3' as const);
const connection: fc.Arbitrary<Connection> = fc.oneof(
  fc.record({
    status: fc.constant('connected' as const),
    offered,
    trust,
    sent: fc
      .array(fc.tuple(fc.constantFrom(...letters), fc.boolean()), { minLength: 1, maxLength: 4 })
      .map((list) => list.map(([letter, isCa]) => certificate(letter, letter, letters, { isCa }))),
  }),
  fc.record({
    status: fc.constant('failed' as const),
    offered,
    why: fc.constantFrom('timed-out' as const, 'tls-version' as const),
    message: fc.constant('It failed.'),
  }),
);
const failure = { status: 'failed', why: 'http-status', message: 'HTTP status 500.' } as const;
const observed: fc.Arbitrary<IssuerObservation> = fc
  .record({
    hosts: fc.array(fc.array(connection, { minLength: 1, maxLength: 3 }), { maxLength: 2 }),
    isRead: fc.boolean(),
  })
  .map(({ hosts, isRead }) =>
    observation({
      hosts: hosts.map((connections, index) => hostOf(connections, { host: `h${index}` })),
      ...(isRead ? {} : { discovery: failure, jwks: failure }),
    }),
  );
const configured = fc
  .uniqueArray(fc.constantFrom(...letters), { maxLength: 5 })
  .map((list) => list.map(thumbprint));
const method: fc.Arbitrary<VerificationMethodSeen | undefined> = fc.constantFrom(
  undefined,
  { method: 'IAMTrustStore', at: now },
  { method: 'Thumbprint', at: addDays(now, -300) },
);
const question: fc.Arbitrary<ThumbprintQuestion> = fc
  .record({ observed, configured, method })
  .map((parts) => ({ ...parts, sighting: undefined, now }));

describe('whatever an issuer presents', () => {
  it('what was not seen is never clean, and a drift under public CAs never pages', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const judgement = judgeThumbprints(asked);
        const { hosts } = asked.observed;
        const isSeen =
          hosts.length > 0 &&
          hosts.every(({ connections }) => connections.some((each) => each.status === 'connected'));
        if (!isSeen && judgement.loadBearing !== true) expect(judgement.verdict).toBe('unknown');
        if (judgement.verdict === 'drifted') {
          const unlisted = judgement.findings.find(({ id }) => id === 'thumbprint.unlisted');
          expect(unlisted?.severity).toBe('Informational');
        }
        if (judgement.loadBearing === false) {
          for (const { connections } of hosts) {
            for (const each of connections) {
              if (each.status === 'connected') expect(each.trust.trusted).toBe(true);
            }
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('only a publicly trusted chain is vouched for', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const { proposal } = judgeThumbprints(asked);
        if (proposal?.vouchedFor !== true) return;
        for (const each of asked.observed.hosts.flatMap(({ connections }) => connections)) {
          if (each.status === 'connected') expect(each.trust.trusted).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('the order of the list and the case of its letters change nothing', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const turned = [...(asked.configured ?? [])].reverse().map((each) => each.toUpperCase());
        const { verdict, loadBearing } = judgeThumbprints(asked);
        expect(judgeThumbprints({ ...asked, configured: turned })).toMatchObject({
          verdict,
          loadBearing,
        });
      }),
    );
  });

  it('the same run twice tells a person once, except of what may pass', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const provider = {
          arn: 'arn',
          url: issuer.slice('https://'.length),
          clientIds: ['sts.amazonaws.com'],
          thumbprints: asked.configured ?? [],
        };
        const judgement = judgeThumbprints(asked);
        const run = (before: Parameters<typeof foldSighting>[0]) =>
          foldSighting(before, provider, asked.observed, judgement, now);
        const first = run(undefined);
        const second = run(first.sighting);
        const third = run(second.sighting);
        expect(first.toTell.every(({ mayPass }) => mayPass !== true)).toBe(true);
        expect(second.toTell.every(({ mayPass }) => mayPass === true)).toBe(true);
        expect(third.toTell).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
