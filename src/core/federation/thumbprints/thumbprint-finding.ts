import type { Severity } from '../finding.ts';

/** Something to know about an OIDC provider's TLS, keys or audiences. */
export interface ThumbprintFinding {
  readonly id: ThumbprintFindingId;
  readonly severity: Severity;
  /** What it is and what to do, in one or two sentences. */
  readonly message: string;
  /** Tells this finding from others of its id: a person is told anew when it is another. */
  readonly about?: string;
  /** One bad moment of a network can cause it: a person is told when a second run sees it too. */
  readonly mayPass?: true;
}

export type ThumbprintFindingId =
  | 'thumbprint.unlisted'
  | 'thumbprint.leaf-pinned'
  | 'thumbprint.stale'
  | 'thumbprint.not-verified'
  | 'tls.certificate-invalid'
  | 'tls.certificate-expires'
  | 'tls.ca-expires'
  | 'tls.chain-out-of-order'
  | 'discovery.unreadable'
  | 'discovery.issuer-differs'
  | 'jwks.unreadable'
  | 'jwks.too-many-keys'
  | 'jwks.private-key'
  | 'jwks.slow'
  | 'jwks.all-keys-changed'
  | 'provider.look-alike'
  | 'provider.rented-host'
  | 'audience.none'
  | 'audience.added'
  | 'audience.unusual';
