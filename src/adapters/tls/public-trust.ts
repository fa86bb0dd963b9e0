import type { TLSSocket } from 'node:tls';
import type { PublicTrust, TrustProblem } from '../../core/federation/thumbprints/observation.ts';

/** What OpenSSL and Node say about a chain, in our words. https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const problems: Readonly<Record<string, TrustProblem>> = {
  UNABLE_TO_GET_ISSUER_CERT: 'unknown-root',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown-root',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown-root',
  CERT_UNTRUSTED: 'unknown-root',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'incomplete-chain',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrong-name',
};

/** The outcome of the verification that every connection makes and none is closed for. */
export const publicTrust = (socket: TLSSocket): PublicTrust => {
  if (socket.authorized) return { trusted: true };
  // Documented as an Error; in fact the code as text.
  const error: unknown = socket.authorizationError;
  const code = error instanceof Error ? error.message : String(error);
  return { trusted: false, because: problems[code] ?? 'other', code };
};
