import type {
  ConnectionFault,
  IssuerObservation,
  TrustProblem,
  VerificationMethodSeen,
} from './observation.ts';
import { type Connected, connectedOf, isInOrder } from './presented.ts';
import type { ThumbprintFinding } from './thumbprint-finding.ts';
import type { ThumbprintVerdict } from './thumbprint-verdict.ts';

/** What is wrong with the hosts' connections themselves, whatever the list holds. */
export const connectionFindings = (
  observed: IssuerObservation,
  verdict: ThumbprintVerdict,
  method: VerificationMethodSeen | undefined,
): readonly ThumbprintFinding[] => [
  ...unseen(observed),
  ...invalid(observed, verdict),
  ...order(observed, method),
];

const unseen = ({ hosts }: IssuerObservation): readonly ThumbprintFinding[] =>
  hosts.flatMap((host) => {
    if (connectedOf([host]).length > 0) return [];
    const failure = host.connections.find((each) => each.status === 'failed');
    const seen = failure?.status === 'failed' ? failure.message : `${host.host} was not contacted.`;
    return [
      {
        id: 'thumbprint.not-verified',
        severity: 'Medium',
        about: host.host,
        message: `${seen} ${failure?.status === 'failed' ? advice[failure.why] : ''}`.trim(),
        mayPass: true,
      },
    ];
  });

const mayBeGone =
  'AWS reads the keys of this issuer there: when the host is gone for good, remove the provider before somebody else registers the name.';

const advice: Record<ConnectionFault, string> = {
  'no-address': mayBeGone,
  'timed-out': mayBeGone,
  refused: mayBeGone,
  'tls-version': 'AWS needs TLS 1.2 or later. Whoever runs the host has to offer it.',
  'address-not-public':
    'AWS reads keys from the public internet, so no login can work. Remove the provider, or have the name point to a public address.',
};

/** No thumbprint cures these: the certificate itself has to be replaced. */
const invalidBecause: ReadonlySet<TrustProblem> = new Set([
  'expired',
  'not-yet-valid',
  'wrong-name',
]);

const problemOf = ({ trust }: Connected): TrustProblem | undefined =>
  trust.trusted ? undefined : trust.because;

export const hasInvalidCertificate = ({ hosts }: IssuerObservation): boolean =>
  connectedOf(hosts).some((each) => invalidBecause.has(problemOf(each) ?? 'other'));

const invalid = (
  { hosts }: IssuerObservation,
  verdict: ThumbprintVerdict,
): readonly ThumbprintFinding[] =>
  hosts.flatMap((host) => {
    const bad = connectedOf([host]).find((each) => invalidBecause.has(problemOf(each) ?? 'other'));
    if (bad === undefined || bad.trust.trusted) return [];
    return [
      {
        id: 'tls.certificate-invalid',
        severity: verdict === 'failing' ? 'Critical' : 'High',
        about: host.host,
        message: `The certificate of ${host.host} is ${words[bad.trust.because]} (${bad.trust.code}). Whoever runs the host has to replace it; no thumbprint cures that.`,
      },
    ];
  });

const words: Record<TrustProblem, string> = {
  expired: 'expired',
  'not-yet-valid': 'not valid yet',
  'wrong-name': 'for another name',
  'unknown-root': 'under a CA that is not public',
  'self-signed': 'self-signed',
  'incomplete-chain': 'sent without its intermediate CA',
  other: 'not accepted',
};

const order = (
  { hosts }: IssuerObservation,
  method: VerificationMethodSeen | undefined,
): readonly ThumbprintFinding[] =>
  hosts.flatMap((host) =>
    connectedOf([host]).every(({ sent }) => isInOrder(sent))
      ? []
      : [
          {
            id: 'tls.chain-out-of-order',
            severity: method?.method === 'IAMTrustStore' ? 'Low' : 'Medium',
            about: host.host,
            message: `${host.host} sends certificates out of order, twice, or unrelated ones. AWS may refuse such a chain with "Could not connect to openid configuration of provider". Send the certificate, then each CA that signed the one before.`,
          },
        ],
  );
