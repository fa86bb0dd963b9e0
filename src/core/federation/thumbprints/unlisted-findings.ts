import type { Severity } from '../finding.ts';
import type { LoadBearing } from './load-bearing.ts';
import type { HostObservation, IssuerObservation } from './observation.ts';
import { connectedOf, presentedBy } from './presented.ts';
import type { ThumbprintFinding } from './thumbprint-finding.ts';
import type { ThumbprintVerdict } from './thumbprint-verdict.ts';

/** What is presented and not listed: how much it matters follows from the verdict. */
export const unlistedFindings = (
  { hosts }: IssuerObservation,
  listed: readonly string[] | undefined,
  verdict: ThumbprintVerdict,
  { why }: LoadBearing,
): readonly ThumbprintFinding[] => {
  const configured = listed ?? [];
  const missing = presentedBy(hosts).filter((each) => !configured.includes(each));
  if (missing.length === 0 || verdict === 'not-needed') return [];
  if (listed === undefined && verdict === 'unknown') return [];
  const values = missing.join(', ');
  const about = [...missing].sort().join(',');
  const finding = (severity: Severity, message: string): readonly ThumbprintFinding[] => [
    { id: 'thumbprint.unlisted', severity, about, message },
  ];
  switch (verdict) {
    case 'drifted':
      return finding(
        'Informational',
        `The hosts present ${values}, which is not listed. Logins do not depend on it: ${why}.`,
      );
    case 'at-risk':
      return finding(
        'Medium',
        `The hosts present ${values}, which is not listed, and ${why}. List it beside what is there.`,
      );
    case 'failing':
      return finding(
        isExplained(hosts, configured) ? 'High' : 'Critical',
        `The hosts present ${values}, which is not listed, and ${why}: logins fail. Ask whoever runs the issuer for the thumbprint of its CA, compare, and list it beside what is there.`,
      );
    case 'needed':
      return finding(
        'Low',
        `A provider for this issuer must list ${values}: ${why}. Ask whoever runs the issuer for the thumbprint of its CA, and compare.`,
      );
    default:
      return finding(
        connectedOf(hosts).every(({ trust }) => trust.trusted) ? 'Low' : 'Medium',
        `The hosts present ${values}, which is not listed. Whether AWS looks at it is not known: ${why}.`,
      ).map((each) => ({ ...each, mayPass: true }));
  }
};

/** Another CA of the chain is listed: tools that walk to the root, or stop early, write such values. */
const isExplained = (hosts: readonly HostObservation[], configured: readonly string[]): boolean =>
  connectedOf(hosts).every(({ sent }) =>
    sent.some(({ isCa, sha1 }) => isCa && configured.includes(sha1)),
  );
