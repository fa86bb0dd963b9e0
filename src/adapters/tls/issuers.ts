import type {
  Connection,
  Discovery,
  DocumentFailure,
  HostObservation,
  IssuerObservation,
  JwksSeen,
} from '../../core/federation/thumbprints/observation.ts';
import type { Issuers } from '../../flows/ports.ts';
import { connect, type OpenConnection } from './connect.ts';
import { getJson } from './get-json.ts';
import type { ProbeRules } from './probe-rules.ts';
import { readDiscovery, readJwks } from './read-documents.ts';

/**
 * Issuers as the network shows them. For each host the first connection offers TLS 1.3 and carries
 * the documents; the others, offering TLS 1.2, only shake hands. So the number of handshakes is the
 * number of distinct hosts times `rules.connections`, unless a server ends a connection between two
 * documents.
 */
export const issuers = (rules: ProbeRules): Issuers => ({
  observe: async (issuer) => {
    const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
    if (url === undefined || url.protocol !== 'https:' || url.username !== '') {
      const message = `${issuer} is no https address.`;
      const failure: DocumentFailure = { status: 'failed', why: 'not-https', message };
      return { issuer, hosts: [], discovery: failure, jwks: failure };
    }
    return observe(issuer, url, rules);
  },
});

const observe = async (issuer: string, url: URL, rules: ProbeRules): Promise<IssuerObservation> => {
  const first = await connect(url.hostname, portOf(url), 'TLSv1.3', rules);
  const open: OpenConnection[] = [first];
  try {
    const found = await discover(issuer, first, rules);
    if (found.status === 'failed') {
      const host = await hostOf(url, ['issuer'], first.seen, rules);
      return { issuer, hosts: [host], discovery: found, jwks: found };
    }
    const { jwks: keys, ...discovery } = found;
    const isSameHost = keys.host === url.host;
    // A server may end the connection after one document.
    const again = isSameHost && first.socket?.writable === true;
    const second = again ? first : await connect(keys.hostname, portOf(keys), 'TLSv1.3', rules);
    open.push(second);
    const jwks = await readKeys(keys, second, rules);
    const hosts = isSameHost
      ? [await hostOf(url, ['issuer', 'jwks'], first.seen, rules)]
      : [
          await hostOf(url, ['issuer'], first.seen, rules),
          await hostOf(keys, ['jwks'], second.seen, rules),
        ];
    return { issuer, hosts, discovery: discovery satisfies Discovery, jwks };
  } finally {
    for (const { socket } of open) socket?.destroy();
  }
};

const discover = async (issuer: string, { seen, socket }: OpenConnection, rules: ProbeRules) => {
  if (socket === undefined) return notAsked(seen);
  // A final slash goes before the well-known path is appended, and stays in the issuer.
  const document = new URL(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  return readDiscovery(await getJson(socket, document, rules), issuer);
};

const readKeys = async (
  url: URL,
  { seen, socket }: OpenConnection,
  rules: ProbeRules,
): Promise<JwksSeen> =>
  socket === undefined ? notAsked(seen) : readJwks(await getJson(socket, url, rules), url.href);

const notAsked = (seen: Connection): DocumentFailure =>
  seen.status === 'failed'
    ? { status: 'failed', why: 'not-connected', message: seen.message }
    : {
        status: 'failed',
        why: 'untrusted',
        message: 'The chain is not publicly trusted, so nothing was asked for.',
      };

/** The host with its further connections. A host that was not reached is not asked again. */
const hostOf = async (
  url: URL,
  serves: HostObservation['serves'],
  first: Connection,
  rules: ProbeRules,
): Promise<HostObservation> => {
  const connections = [first];
  while (first.status === 'connected' && connections.length < rules.connections) {
    const { seen, socket } = await connect(url.hostname, portOf(url), 'TLSv1.2', rules);
    socket?.destroy();
    connections.push(seen);
  }
  return { host: url.host, serves, connections };
};

const portOf = (url: URL): number => (url.port === '' ? 443 : Number(url.port));
