import type { LoadBearing } from './load-bearing.ts';
import type { IssuerObservation } from './observation.ts';
import { connectedOf } from './presented.ts';
import type { ProviderSighting } from './provider-sighting.ts';
import type { ThumbprintFinding } from './thumbprint-finding.ts';

/** Entries of the list that are a host's own certificate, or nobody's any more. */
export const pinFindings = (
  { hosts }: IssuerObservation,
  configured: readonly string[],
  { loadBearing: bears }: LoadBearing,
  sighting: ProviderSighting | undefined,
): readonly ThumbprintFinding[] => {
  const certificates = connectedOf(hosts).flatMap(({ sent }) => sent);
  if (certificates.length === 0) return [];
  const leaves = certificates.filter(({ isCa, sha1 }) => !isCa && configured.includes(sha1));
  const remembered = (sighting?.presented ?? []).map(({ sha1 }) => sha1);
  const stale = configured.filter(
    (each) => !certificates.some(({ sha1 }) => sha1 === each) && !remembered.includes(each),
  );
  const findings: ThumbprintFinding[] = [];
  const [leaf] = leaves;
  if (leaf !== undefined) {
    findings.push({
      id: 'thumbprint.leaf-pinned',
      severity: bears === true ? 'High' : bears === false ? 'Informational' : 'Low',
      about: leaf.sha1,
      message: `The list holds ${leaf.sha1}, the host's own certificate, which changes at its renewal on or before ${leaf.notAfter.slice(0, 10)}. List the CA that the host sends last instead.`,
    });
  }
  if (stale.length > 0) {
    findings.push({
      id: 'thumbprint.stale',
      severity: bears === true ? 'Low' : 'Informational',
      about: [...stale].sort().join(','),
      message: `The list holds ${stale.join(', ')}, which no host presents. An entry that nobody presents is a CA that nobody watches: remove it once logins have worked without it.`,
    });
  }
  return findings;
};
