import type { Instant } from '../../model/instant.ts';
import { certificateDates } from './certificate-dates.ts';
import { connectionFindings, hasInvalidCertificate } from './connection-findings.ts';
import { documentFindings } from './document-findings.ts';
import { keyTurnover } from './key-turnover.ts';
import { type LoadBearing, loadBearing } from './load-bearing.ts';
import type { IssuerObservation, VerificationMethodSeen } from './observation.ts';
import { pinFindings } from './pin-findings.ts';
import { connectedOf, lastSent, presentedBy } from './presented.ts';
import type { ProviderSighting } from './provider-sighting.ts';
import { type RepairProposal, repairProposal } from './repair-proposal.ts';
import type { ThumbprintFinding } from './thumbprint-finding.ts';
import type { ThumbprintVerdict } from './thumbprint-verdict.ts';
import { unlistedFindings } from './unlisted-findings.ts';

export interface ThumbprintJudgement extends LoadBearing {
  readonly verdict: ThumbprintVerdict;
  readonly findings: readonly ThumbprintFinding[];
  readonly proposal?: RepairProposal;
}

export interface ThumbprintQuestion {
  readonly observed: IssuerObservation;
  /** As the provider lists them, any case; `undefined` for an issuer without a provider. */
  readonly configured: readonly string[] | undefined;
  /** `undefined`: no login is known that said it. */
  readonly method: VerificationMethodSeen | undefined;
  /** `undefined`: nothing is remembered. */
  readonly sighting: ProviderSighting | undefined;
  readonly now: Instant;
}

/**
 * Judges one provider's thumbprints by what its hosts sent. A drift under a public CA is
 * informational, because AWS does not look; under any other CA it breaks logins, and the new value is
 * proposed and never taken for granted.
 */
export const judgeThumbprints = (question: ThumbprintQuestion): ThumbprintJudgement => {
  const { observed, method, sighting, now } = question;
  const configured = question.configured?.map((each) => each.toLowerCase());
  const bearing = loadBearing(observed, method);
  const verdict = verdictOf(observed, configured, bearing);
  const proposal =
    configured === undefined || hasInvalidCertificate(observed)
      ? undefined
      : repairProposal(configured, observed, sighting, now);
  return {
    ...bearing,
    verdict,
    findings: [
      ...unlistedFindings(observed, configured, verdict, bearing),
      ...(configured === undefined ? [] : pinFindings(observed, configured, bearing, sighting)),
      ...connectionFindings(observed, verdict, method),
      ...certificateDates(observed.hosts, now),
      ...documentFindings(observed),
      ...keyTurnover(observed, sighting),
    ],
    ...(proposal === undefined ? {} : { proposal }),
  };
};

const verdictOf = (
  { hosts }: IssuerObservation,
  configured: readonly string[] | undefined,
  { loadBearing: bears }: LoadBearing,
): ThumbprintVerdict => {
  const connected = connectedOf(hosts);
  if (connected.length === 0 || bears === 'unknown') return 'unknown';
  if (configured === undefined) return bears ? 'needed' : 'not-needed';
  const isListed = presentedBy(hosts).every((each) => configured.includes(each));
  if (!bears) return isListed ? 'listed' : 'drifted';
  if (!isListed) return connected.every(({ trust }) => trust.trusted) ? 'at-risk' : 'failing';
  return connected.some((each) => lastSent(each)?.isCa === false) ? 'fragile' : 'pinned';
};
