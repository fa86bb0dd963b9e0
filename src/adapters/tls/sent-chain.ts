import { createHash, type X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { SentCertificate } from '../../core/federation/thumbprints/observation.ts';
import { instantOf } from '../../core/model/instant.ts';

/** A server may send any number; nobody needs this many. */
const mostCertificates = 20;

/**
 * The certificates exactly as the server sent them, leaf first: out of order, twice, unrelated, with
 * or without the root. Measured on Node 20.20 with OpenSSL 3.0 over TLS 1.2 and 1.3, on verified and
 * unverified connections: walking `getPeerX509Certificate()` gives the list as sent in all these
 * cases. `getPeerCertificate(true)` does not: it orders by issuer, loses what does not fit, and ends
 * in a root of the local store.
 */
export const sentChain = (socket: TLSSocket): readonly SentCertificate[] => {
  const sent: SentCertificate[] = [];
  let certificate = socket.getPeerX509Certificate();
  while (certificate !== undefined && sent.length < mostCertificates) {
    sent.push(describe(certificate));
    certificate = certificate.issuerCertificate;
  }
  return sent;
};

const describe = (certificate: X509Certificate): SentCertificate => ({
  subject: oneLine(certificate.subject),
  issuer: oneLine(certificate.issuer),
  sha1: digest('sha1', certificate.raw),
  sha256: digest('sha256', certificate.raw),
  spkiSha256: digest('sha256', certificate.publicKey.export({ type: 'spki', format: 'der' })),
  notBefore: instantOf(Date.parse(certificate.validFrom)),
  notAfter: instantOf(Date.parse(certificate.validTo)),
  isCa: certificate.ca,
});

const digest = (algorithm: 'sha1' | 'sha256', bytes: Uint8Array): string =>
  createHash(algorithm).update(bytes).digest('hex');

/** Node writes one attribute a line. */
const oneLine = (name: string | undefined): string => (name ?? '').split('\n').join(', ');
