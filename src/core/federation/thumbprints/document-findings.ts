import type { DocumentFailure, DocumentFault, IssuerObservation } from './observation.ts';
import type { ThumbprintFinding } from './thumbprint-finding.ts';

/**
 * STS refuses an issuer with more keys of one kind.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
export const mostKeysOfAKind = 100;

/** STS waits five seconds for an identity provider; at three there is little left for a bad day. */
const slowMs = 3_000;

/** What is wrong with the discovery document or the key set. */
export const documentFindings = ({
  issuer,
  discovery,
  jwks,
}: IssuerObservation): readonly ThumbprintFinding[] => {
  const findings: ThumbprintFinding[] = [];
  if (discovery.status === 'failed') {
    if (isNews(discovery)) findings.push(unreadable('discovery', discovery));
    return findings;
  }
  if (discovery.issuer !== issuer) {
    findings.push({
      id: 'discovery.issuer-differs',
      severity: 'Medium',
      message: `The discovery document names the issuer ${JSON.stringify(discovery.issuer)}, and the provider is for ${JSON.stringify(issuer)}. Tokens are matched byte for byte, so they find no provider. Register the URL exactly as the issuer writes it.`,
    });
  }
  if (jwks.status === 'failed') {
    if (isNews(jwks)) findings.push(unreadable('jwks', jwks));
    return findings;
  }
  const { rsa, ec, withPrivateParts, milliseconds } = jwks;
  if (rsa > mostKeysOfAKind || ec > mostKeysOfAKind) {
    findings.push({
      id: 'jwks.too-many-keys',
      severity: 'High',
      message: `The key set holds ${rsa} RSA and ${ec} EC keys. STS refuses tokens of an issuer with more than ${mostKeysOfAKind} of a kind. Remove retired keys from it.`,
    });
  }
  if (withPrivateParts > 0) {
    findings.push({
      id: 'jwks.private-key',
      severity: 'Critical',
      message: `The key set publishes the secret part of ${withPrivateParts} ${withPrivateParts === 1 ? 'key' : 'keys'}: anybody can sign tokens of this issuer. Replace those keys and remove the provider until that is done.`,
    });
  }
  if (milliseconds > slowMs) {
    findings.push({
      id: 'jwks.slow',
      severity: 'Low',
      message: `The key set took ${(milliseconds / 1000).toFixed(1)} seconds. STS gives up after five.`,
      mayPass: true,
    });
  }
  return findings;
};

/** A host that was not seen or not trusted is judged by its connections. */
const isNews = ({ why }: DocumentFailure): boolean =>
  why !== 'not-connected' && why !== 'untrusted';

/** What passes by itself, and what somebody has set up wrong. */
const mayPass: ReadonlySet<DocumentFault> = new Set(['http-status', 'timed-out', 'interrupted']);

const unreadable = (what: 'discovery' | 'jwks', failure: DocumentFailure): ThumbprintFinding => ({
  id: what === 'discovery' ? 'discovery.unreadable' : 'jwks.unreadable',
  severity: 'Medium',
  message: `${failure.message} STS needs ${what === 'discovery' ? 'the discovery document' : 'the key set'} to verify a token.`,
  ...(mayPass.has(failure.why) ? { mayPass: true } : {}),
});
