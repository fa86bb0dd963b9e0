import { daysBetween, type Instant } from '../../model/instant.ts';
import type { Severity } from '../finding.ts';
import type { HostObservation, SentCertificate } from './observation.ts';
import { type Connected, connectedOf } from './presented.ts';
import type { ThumbprintFinding } from './thumbprint-finding.ts';

/** Days left, and how much that matters when the owner is a public service or ourselves. */
const warnings: readonly (readonly [days: number, ofPublic: Severity, ofOwn: Severity])[] = [
  [7, 'Medium', 'High'],
  [14, 'Low', 'Medium'],
  [30, 'Informational', 'Low'],
];

/** The leaf and the top CA of every chain, each named once however many connections sent it. */
export const certificateDates = (
  hosts: readonly HostObservation[],
  now: Instant,
): readonly ThumbprintFinding[] => {
  const findings = new Map<string, ThumbprintFinding>();
  for (const host of hosts) {
    for (const connection of connectedOf([host])) {
      for (const certificate of watched(connection)) {
        const finding = judgeDate(certificate, host.host, connection.trust.trusted, now);
        if (finding !== undefined) findings.set(certificate.sha256, finding);
      }
    }
  }
  return [...findings.values()];
};

const watched = ({ sent }: Connected): readonly SentCertificate[] => {
  const [leaf] = sent;
  const topCa = sent.filter(({ isCa }) => isCa).at(-1);
  return [leaf, topCa === leaf ? undefined : topCa].filter((each) => each !== undefined);
};

const judgeDate = (
  certificate: SentCertificate,
  host: string,
  isPublic: boolean,
  now: Instant,
): ThumbprintFinding | undefined => {
  const left = daysBetween(now, certificate.notAfter);
  // Past dates are the connection's own verdict; see `tls.certificate-invalid`.
  if (left <= 0) return undefined;
  // A certificate of 90 days or fewer is renewed in its last third: no news before that.
  if (left > daysBetween(certificate.notBefore, certificate.notAfter) / 3) return undefined;
  const warning = warnings.find(([days]) => left <= days);
  if (warning === undefined) return undefined;
  const what = certificate.isCa ? 'CA certificate' : 'certificate';
  return {
    id: certificate.isCa ? 'tls.ca-expires' : 'tls.certificate-expires',
    severity: isPublic ? warning[1] : warning[2],
    about: certificate.sha1,
    message: `The ${what} ${certificate.subject} of ${host} expires on ${certificate.notAfter.slice(0, 10)}, within ${warning[0]} days. Whoever runs the host has to renew it.`,
  };
};
