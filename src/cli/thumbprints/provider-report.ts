import type { OidcProvider } from '../../core/federation/federated-role.ts';
import { audienceFindings } from '../../core/federation/thumbprints/audience-findings.ts';
import { judgeThumbprints } from '../../core/federation/thumbprints/judge-thumbprints.ts';
import type {
  HostObservation,
  IssuerObservation,
} from '../../core/federation/thumbprints/observation.ts';
import { connectedOf, presentedBy } from '../../core/federation/thumbprints/presented.ts';
import type { RepairProposal } from '../../core/federation/thumbprints/repair-proposal.ts';
import { suspiciousHost } from '../../core/federation/thumbprints/suspicious-host.ts';
import type { ThumbprintFinding } from '../../core/federation/thumbprints/thumbprint-finding.ts';
import type { ThumbprintVerdict } from '../../core/federation/thumbprints/thumbprint-verdict.ts';
import type { Instant } from '../../core/model/instant.ts';

/** One provider or issuer in the JSON output; published contract. */
export interface ProviderReport {
  /** Without `https://`, as IAM has it. */
  readonly url: string;
  /** Absent for an issuer that was given by its URL. */
  readonly arn?: string;
  readonly hosts: readonly HostReport[];
  /** The provider's thumbprint list. */
  readonly configured: readonly string[];
  readonly verdict: ThumbprintVerdict;
  readonly loadBearing: true | false | 'unknown';
  readonly why: string;
  readonly findings: readonly Omit<ThumbprintFinding, 'mayPass' | 'about'>[];
  readonly jwks: { readonly rsa: number; readonly ec: number } | 'unknown';
  readonly proposal?: RepairProposal;
}

export interface HostReport {
  readonly host: string;
  readonly serves: readonly ('issuer' | 'jwks')[];
  /** The chain as the first connection had it, leaf first. */
  readonly sent: readonly {
    readonly subject: string;
    readonly sha1: string;
    readonly sha256: string;
    readonly notAfter: Instant;
  }[];
  /** What every connection presented last: more than one value when they differ. */
  readonly presented: readonly string[];
  readonly publiclyTrusted: true | false | 'unknown';
  /** Why it is not trusted, or why that is unknown. */
  readonly because?: string;
}

/** What is known of a provider from this one look; nothing is remembered and no login was seen. */
export const providerReport = (
  asked: Pick<OidcProvider, 'url'> & Partial<OidcProvider>,
  observed: IssuerObservation,
  now: Instant,
): ProviderReport => {
  const { url, arn, thumbprints, clientIds } = asked;
  const { verdict, loadBearing, why, findings, proposal } = judgeThumbprints({
    observed,
    configured: thumbprints,
    method: undefined,
    sighting: undefined,
    now,
  });
  const audiences = clientIds === undefined ? [] : audienceFindings({ url, clientIds }, undefined);
  const { jwks } = observed;
  return {
    url,
    ...(arn === undefined ? {} : { arn }),
    hosts: observed.hosts.map(hostReport),
    configured: thumbprints ?? [],
    verdict,
    loadBearing,
    why,
    findings: [...findings, ...audiences, ...suspiciousHost({ url })].map(
      ({ id, severity, message }) => ({
        id,
        severity,
        message,
      }),
    ),
    jwks: jwks.status === 'read' ? { rsa: jwks.rsa, ec: jwks.ec } : 'unknown',
    ...(proposal === undefined ? {} : { proposal }),
  };
};

const hostReport = (host: HostObservation): HostReport => {
  const connected = connectedOf([host]);
  const untrusted = connected.find(({ trust }) => !trust.trusted)?.trust;
  const failed = host.connections.find((each) => each.status === 'failed');
  const because =
    untrusted?.trusted === false
      ? untrusted.code
      : connected.length === 0 && failed?.status === 'failed'
        ? failed.message
        : undefined;
  return {
    host: host.host,
    serves: host.serves,
    sent: (connected[0]?.sent ?? []).map(({ subject, sha1, sha256, notAfter }) => ({
      subject,
      sha1,
      sha256,
      notAfter,
    })),
    presented: presentedBy([host]),
    publiclyTrusted: connected.length === 0 ? 'unknown' : untrusted === undefined,
    ...(because === undefined ? {} : { because }),
  };
};
