import type { Connection, HostObservation, SentCertificate } from './observation.ts';

export type Connected = Extract<Connection, { status: 'connected' }>;

export const connectedOf = (hosts: readonly HostObservation[]): readonly Connected[] =>
  hosts.flatMap(({ connections }) => connections.filter(isConnected));

const isConnected = (connection: Connection): connection is Connected =>
  connection.status === 'connected';

/**
 * The certificate whose SHA-1 AWS documents as the thumbprint: the last one that the server sends.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html
 */
export const lastSent = (connection: Connected): SentCertificate | undefined =>
  connection.sent.at(-1);

/** Every thumbprint that some connection presented: a set, because servers send several chains. */
export const presentedBy = (hosts: readonly HostObservation[]): readonly string[] => [
  ...new Set(connectedOf(hosts).flatMap((each) => lastSent(each)?.sha1 ?? [])),
];

/** Whether two or more connections to each host presented the same thumbprint. */
export const doProbesAgree = (hosts: readonly HostObservation[]): boolean =>
  hosts.length > 0 &&
  hosts.every((host) => connectedOf([host]).length >= 2 && presentedBy([host]).length === 1);

/** Whether each certificate was issued by the next one: AWS needs them in this order. */
export const isInOrder = (sent: readonly SentCertificate[]): boolean =>
  sent.every((each, index) => {
    const next = sent[index + 1];
    return next === undefined || (each.issuer === next.subject && each.sha256 !== next.sha256);
  });
