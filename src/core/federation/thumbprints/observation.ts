import type { Instant } from '../../model/instant.ts';

/** What was seen of one issuer in one run; nothing in it is trusted, it is only reported. */
export interface IssuerObservation {
  /** `https://` and the provider's URL, byte for byte. */
  readonly issuer: string;
  readonly discovery: Discovery;
  /** The issuer's host first, then the host of `jwks_uri` where that is another. */
  readonly hosts: readonly HostObservation[];
  readonly jwks: JwksSeen;
}

/** The discovery document: `<issuer>/.well-known/openid-configuration`. */
export type Discovery =
  | { readonly status: 'read'; readonly issuer: string; readonly jwksUri: string }
  | DocumentFailure;

/** Key counts of the JWKS, and how long it took. */
export type JwksSeen =
  | {
      readonly status: 'read';
      readonly rsa: number;
      readonly ec: number;
      readonly other: number;
      /** Keys that carry private or symmetric parts. */
      readonly withPrivateParts: number;
      /** `kid` of each key that has one, at most 200. */
      readonly keyIds: readonly string[];
      readonly milliseconds: number;
    }
  | DocumentFailure;

export interface DocumentFailure {
  readonly status: 'failed';
  readonly why: DocumentFault;
  /** One sentence for a person. */
  readonly message: string;
}

export type DocumentFault =
  | 'not-connected' // see the host's connections
  | 'untrusted' // the chain does not reach a public root, so nothing was asked for
  | 'not-https'
  | 'redirect'
  | 'http-status'
  | 'too-large'
  | 'timed-out'
  | 'not-json'
  | 'wrong-shape'
  | 'interrupted';

/** Every connection to one host, in the order made. */
export interface HostObservation {
  /** `token.example.com`, with `:port` where it is not 443. */
  readonly host: string;
  readonly serves: readonly ('issuer' | 'jwks')[];
  readonly connections: readonly Connection[];
}

export type Connection =
  | {
      readonly status: 'connected';
      /** The newest TLS version that was offered. */
      readonly offered: TlsVersion;
      /** The chain as the server sent it, leaf first. */
      readonly sent: readonly SentCertificate[];
      readonly trust: PublicTrust;
    }
  | {
      readonly status: 'failed';
      readonly offered: TlsVersion;
      readonly why: ConnectionFault;
      readonly message: string;
    };

export type TlsVersion = 'TLSv1.2' | 'TLSv1.3';

export type ConnectionFault =
  | 'address-not-public' // private, loopback, link-local, or a port that is not allowed
  | 'no-address'
  | 'timed-out'
  | 'tls-version' // the server refuses the versions that were offered
  | 'refused';

export interface SentCertificate {
  readonly subject: string;
  readonly issuer: string;
  /** 40 hexadecimal digits, lower case: what AWS calls the thumbprint. */
  readonly sha1: string;
  /** 64 hexadecimal digits, lower case. */
  readonly sha256: string;
  /** SHA-256 of the public key (SPKI): the same for every certificate of one CA key. */
  readonly spkiSha256: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly isCa: boolean;
}

/** Whether a chain reaches a public root for this host name, and why not. */
export type PublicTrust =
  | { readonly trusted: true }
  | { readonly trusted: false; readonly because: TrustProblem; readonly code: string };

export type TrustProblem =
  | 'unknown-root'
  | 'self-signed'
  | 'incomplete-chain'
  | 'expired'
  | 'not-yet-valid'
  | 'wrong-name'
  | 'other';

/** How AWS verified the provider's TLS at the newest login that said so (CloudTrail). */
export interface VerificationMethodSeen {
  readonly method: 'IAMTrustStore' | 'Thumbprint';
  readonly at: Instant;
}
