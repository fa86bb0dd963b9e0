import type {
  Connection,
  HostObservation,
  IssuerObservation,
  PublicTrust,
  SentCertificate,
} from '../../../src/core/federation/thumbprints/observation.ts';
import type { Instant } from '../../../src/core/model/instant.ts';

export const now = '2026-11-23T12:00:00.000Z' as Instant;
export const issuer = 'https://issuer.example.com';

/** A thumbprint that is easy to tell from others: `thumbprint('a')`. */
export const thumbprint = (letter: string): string => letter.repeat(40);

export const certificate = (
  letter: string,
  subject: string,
  signedBy: string,
  changes: Partial<SentCertificate> = {},
): SentCertificate => ({
  subject: `CN=${subject}`,
  issuer: `CN=${signedBy}`,
  sha1: thumbprint(letter),
  sha256: letter.repeat(64),
  spkiSha256: `${letter}key`,
  notBefore: '2026-06-01T00:00:00.000Z' as Instant,
  notAfter: '2027-06-01T00:00:00.000Z' as Instant,
  isCa: true,
  ...changes,
});

export const leaf = certificate('1', 'issuer.example.com', 'Inner', { isCa: false });
export const inner = certificate('2', 'Inner', 'Outer');
export const outer = certificate('3', 'Outer', 'Root');

export const untrusted = (
  because: Extract<PublicTrust, { trusted: false }>['because'],
): PublicTrust => ({ trusted: false, because, code: because.toUpperCase() });

export const connected = (
  sent: readonly SentCertificate[] = [leaf, inner, outer],
  trust: PublicTrust = { trusted: true },
  offered: 'TLSv1.2' | 'TLSv1.3' = 'TLSv1.3',
): Connection => ({ status: 'connected', offered, sent, trust });

/** Two connections that agree, as a run makes them. */
export const twice = (
  sent?: readonly SentCertificate[],
  trust?: PublicTrust,
): readonly Connection[] => [connected(sent, trust), connected(sent, trust, 'TLSv1.2')];

export const hostOf = (
  connections: readonly Connection[],
  changes: Partial<HostObservation> = {},
): HostObservation => ({
  host: 'issuer.example.com',
  serves: ['issuer', 'jwks'],
  connections,
  ...changes,
});

export const observation = (changes: Partial<IssuerObservation> = {}): IssuerObservation => ({
  issuer,
  discovery: { status: 'read', issuer, jwksUri: `${issuer}/keys` },
  hosts: [hostOf(twice())],
  jwks: {
    status: 'read',
    rsa: 2,
    ec: 0,
    other: 0,
    withPrivateParts: 0,
    keyIds: ['first', 'second'],
    milliseconds: 80,
  },
  ...changes,
});
