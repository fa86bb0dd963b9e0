import { describe, expect, it } from 'vitest';
import {
  judgeThumbprints,
  type ThumbprintQuestion,
} from '../../../src/core/federation/thumbprints/judge-thumbprints.ts';
import type { Connection } from '../../../src/core/federation/thumbprints/observation.ts';
import type { Instant } from '../../../src/core/model/instant.ts';
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

const judge = (changes: Partial<ThumbprintQuestion> = {}) =>
  judgeThumbprints({
    observed: observation(),
    configured: [outer.sha1],
    method: undefined,
    sighting: undefined,
    now,
    ...changes,
  });

const seen = (connections: readonly Connection[]) => observation({ hosts: [hostOf(connections)] });

const found = (judgement: ReturnType<typeof judge>) =>
  judgement.findings.map(({ id, severity }) => `${id} ${severity}`);

const privateChain = twice([leaf, inner, outer], untrusted('unknown-root'));
const refusesTls12: Connection = {
  status: 'failed',
  offered: 'TLSv1.2',
  why: 'tls-version',
  message: 'no',
};
const gone: Connection = {
  status: 'failed',
  offered: 'TLSv1.3',
  why: 'no-address',
  message: 'issuer.example.com does not resolve (ENOTFOUND).',
};
const at = '2026-11-20T00:00:00.000Z' as Instant;

describe('a publicly trusted chain', () => {
  it('with its thumbprint listed is listed, and AWS does not look at it', () => {
    const judgement = judge();
    expect(judgement).toMatchObject({ verdict: 'listed', loadBearing: false, findings: [] });
    expect(judgement).not.toHaveProperty('proposal');
  });

  it('is compared whatever the case of the list', () => {
    const letters = { ...outer, sha1: 'abcdef'.padEnd(40, '0') };
    const observed = seen(twice([leaf, inner, letters]));
    expect(judge({ observed, configured: [letters.sha1.toUpperCase()] }).verdict).toBe('listed');
  });

  it('that has drifted is informational, whatever else is listed', () => {
    const judgement = judge({ configured: [thumbprint('9')] });
    expect(judgement).toMatchObject({ verdict: 'drifted', loadBearing: false });
    expect(found(judgement)).toEqual([
      'thumbprint.unlisted Informational',
      'thumbprint.stale Informational',
    ]);
  });

  it('is looked at all the same when the newest login says so: a warning', () => {
    const judgement = judge({
      configured: [thumbprint('9')],
      method: { method: 'Thumbprint', at },
    });
    expect(judgement).toMatchObject({ verdict: 'at-risk', loadBearing: true });
    expect(found(judgement)).toContain('thumbprint.unlisted Medium');
  });

  it('is looked at all the same when the host demands TLS 1.3', () => {
    const observed = seen([connected(), refusesTls12]);
    expect(judge({ observed })).toMatchObject({ verdict: 'pinned', loadBearing: true });
    expect(judge({ observed, configured: [] }).verdict).toBe('at-risk');
  });

  it('of which one connection tells is not known to be safe from that', () => {
    expect(judge({ observed: seen([connected()]) })).toMatchObject({
      verdict: 'unknown',
      loadBearing: 'unknown',
    });
  });

  it('that is a leaf in the list is worth a word, no more', () => {
    expect(found(judge({ configured: [outer.sha1, leaf.sha1] }))).toEqual([
      'thumbprint.leaf-pinned Informational',
    ]);
  });
});

describe('a chain that is not publicly trusted', () => {
  it('with its thumbprint listed is pinned', () => {
    expect(judge({ observed: seen(privateChain) })).toMatchObject({
      verdict: 'pinned',
      loadBearing: true,
      findings: [],
    });
  });

  it('with none of it listed fails logins: critical, proposed, and not vouched for', () => {
    const judgement = judge({ observed: seen(privateChain), configured: [thumbprint('9')] });
    expect(judgement).toMatchObject({
      verdict: 'failing',
      loadBearing: true,
      proposal: { step: 'add', thumbprints: [thumbprint('9'), outer.sha1], vouchedFor: false },
    });
    expect(found(judgement)).toContain('thumbprint.unlisted Critical');
  });

  it('with another CA of it listed is explained, and less than critical', () => {
    const judgement = judge({ observed: seen(privateChain), configured: [inner.sha1] });
    expect(found(judgement)).toContain('thumbprint.unlisted High');
  });

  it('fails logins when only some connections present what is listed', () => {
    const cross = certificate('4', 'Outer', 'Older Root');
    const observed = seen([
      connected([leaf, inner, outer], untrusted('unknown-root')),
      connected([leaf, inner, cross], untrusted('unknown-root')),
    ]);
    expect(judge({ observed }).verdict).toBe('failing');
  });

  it('of the leaf alone, listed, is fragile', () => {
    const observed = seen(twice([leaf], untrusted('incomplete-chain')));
    const judgement = judge({ observed, configured: [leaf.sha1] });
    expect(judgement.verdict).toBe('fragile');
    expect(found(judgement)).toEqual(['thumbprint.leaf-pinned High']);
  });

  it.each(['expired', 'not-yet-valid', 'wrong-name'] as const)(
    'because its certificate is %s is for its owner to cure: no thumbprint is proposed',
    (because) => {
      const observed = seen(twice(undefined, untrusted(because)));
      const judgement = judge({ observed, configured: [] });
      expect(found(judgement)).toContain('tls.certificate-invalid Critical');
      expect(judgement).not.toHaveProperty('proposal');
    },
  );

  it('and that AWS has trusted since it was issued is unknown, and neither yes nor no', () => {
    const observed = seen(privateChain);
    const method = { method: 'IAMTrustStore', at } as const;
    expect(judge({ observed, configured: [], method })).toMatchObject({
      verdict: 'unknown',
      loadBearing: 'unknown',
    });
  });

  it('is not excused by a login from before it was issued', () => {
    const method = { method: 'IAMTrustStore', at: '2026-01-01T00:00:00.000Z' as Instant } as const;
    expect(judge({ observed: seen(privateChain), configured: [], method }).verdict).toBe('failing');
  });
});

describe('a host that was not seen', () => {
  it('is unknown and never clean', () => {
    const judgement = judge({ observed: seen([gone]) });
    expect(judgement).toMatchObject({ verdict: 'unknown', loadBearing: 'unknown' });
    expect(judgement.findings).toMatchObject([
      { id: 'thumbprint.not-verified', severity: 'Medium', mayPass: true },
    ]);
    expect(judgement).not.toHaveProperty('proposal');
  });

  it('is contacted by nobody where it is not on the public internet, and the advice is another', () => {
    const inside: Connection = {
      ...gone,
      why: 'address-not-public',
      message: 'It is at 10.0.0.1.',
    };
    const [finding] = judge({ observed: seen([inside]) }).findings;
    expect(finding?.message).toContain(
      'It is at 10.0.0.1. AWS reads keys from the public internet',
    );
  });

  it('makes the whole issuer unknown when the other host is fine', () => {
    const observed = observation({
      hosts: [hostOf(twice()), hostOf([gone], { host: 'keys.example.com', serves: ['jwks'] })],
    });
    expect(judge({ observed }).verdict).toBe('unknown');
  });

  it('leaves open whether the thumbprint matters when the discovery document was not read', () => {
    const failure = { status: 'failed', why: 'http-status', message: 'HTTP status 500.' } as const;
    const observed = observation({ discovery: failure, jwks: failure });
    expect(judge({ observed })).toMatchObject({ loadBearing: 'unknown' });
  });
});

describe('two hosts', () => {
  const jwksChain = [
    certificate('5', 'keys.example.com', 'Other', { isCa: false }),
    certificate('6', 'Other', 'Other Root'),
  ];
  const observed = observation({
    hosts: [
      hostOf(twice([leaf, inner, outer], untrusted('unknown-root')), { serves: ['issuer'] }),
      hostOf(twice(jwksChain), { host: 'keys.example.com', serves: ['jwks'] }),
    ],
  });

  it('must both be listed once the thumbprint matters', () => {
    expect(judge({ observed }).verdict).toBe('failing');
    expect(judge({ observed, configured: [outer.sha1, thumbprint('6')] }).verdict).toBe('pinned');
  });
});

describe('an issuer without a provider', () => {
  it('needs no thumbprint under a public CA', () => {
    const judgement = judge({ configured: undefined });
    expect(judgement).toMatchObject({ verdict: 'not-needed', findings: [] });
  });

  it('needs one under any other', () => {
    const judgement = judge({ configured: undefined, observed: seen(privateChain) });
    expect(judgement.verdict).toBe('needed');
    expect(found(judgement)).toEqual(['thumbprint.unlisted Low']);
    expect(judgement).not.toHaveProperty('proposal');
  });
});

describe('a chain out of order', () => {
  const observed = seen(twice([leaf, outer, inner]));

  it('is told, because AWS may refuse it', () => {
    expect(found(judge({ observed, configured: [inner.sha1] }))).toEqual([
      'tls.chain-out-of-order Medium',
    ]);
  });

  it('is a small thing where AWS has trusted it', () => {
    const method = { method: 'IAMTrustStore', at } as const;
    expect(found(judge({ observed, configured: [inner.sha1], method }))).toEqual([
      'tls.chain-out-of-order Low',
    ]);
  });

  it('is not a chain with its root, nor one that ends in a cross-signed CA', () => {
    for (const last of [certificate('7', 'Root', 'Root'), certificate('8', 'Root', 'Older Root')]) {
      const whole = seen(twice([leaf, inner, outer, last]));
      expect(judge({ observed: whole, configured: [last.sha1] }).findings).toEqual([]);
    }
  });
});
