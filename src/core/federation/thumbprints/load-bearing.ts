import type { IssuerObservation, VerificationMethodSeen } from './observation.ts';
import { connectedOf } from './presented.ts';

export interface LoadBearing {
  readonly loadBearing: true | false | 'unknown';
  /** One sentence. */
  readonly why: string;
}

/**
 * Whether AWS looks at the thumbprint at all. It does not while the chain reaches a root of its own
 * store; it does when the chain does not, when the certificate cannot be fetched, and when the host
 * demands TLS 1.3. Our roots are not AWS's roots, so what AWS did at the newest login counts too.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
export const loadBearing = (
  observed: IssuerObservation,
  method: VerificationMethodSeen | undefined,
): LoadBearing => {
  const connected = connectedOf(observed.hosts);
  const untrusted = connected.find(({ trust }) => !trust.trusted);
  if (untrusted !== undefined && !untrusted.trust.trusted) {
    const since = untrusted.sent[0]?.notBefore;
    if (method?.method === 'IAMTrustStore' && since !== undefined && method.at > since) {
      return {
        loadBearing: 'unknown',
        why: `AWS trusted the chain by its own store on ${method.at}, and no public root that is known here does`,
      };
    }
    return {
      loadBearing: true,
      why: `a chain is not publicly trusted (${untrusted.trust.code})`,
    };
  }
  if (method?.method === 'Thumbprint') {
    return { loadBearing: true, why: `AWS used the thumbprint at a login on ${method.at}` };
  }
  if (demandsTls13(observed)) {
    return { loadBearing: true, why: 'the host refuses TLS 1.2, and AWS then uses the thumbprint' };
  }
  const gap = whatIsNotKnown(observed);
  return gap === undefined
    ? { loadBearing: false, why: 'every chain is publicly trusted, so AWS does not look at it' }
    : { loadBearing: 'unknown', why: gap };
};

/** Some host takes TLS 1.3 and refuses what is older. */
export const demandsTls13 = ({ hosts }: IssuerObservation): boolean =>
  hosts.some(
    ({ connections }) =>
      connections.some((each) => each.status === 'connected' && each.offered === 'TLSv1.3') &&
      connections.some((each) => each.status === 'failed' && each.why === 'tls-version'),
  );

const whatIsNotKnown = ({ hosts, discovery }: IssuerObservation): string | undefined => {
  const silent = hosts.find((host) => connectedOf([host]).length === 0);
  if (hosts.length === 0 || silent !== undefined) {
    return `${silent?.host ?? 'the host'} could not be seen`;
  }
  if (discovery.status === 'failed') {
    return 'the discovery document could not be read, so the host of the keys is not known';
  }
  const untried = hosts.find(
    ({ connections }) =>
      !connections.some((each) => each.status === 'connected' && each.offered === 'TLSv1.2'),
  );
  return untried === undefined ? undefined : `whether ${untried.host} takes TLS 1.2 was not seen`;
};
