import * as tls from 'node:tls';
import type { Connection, TlsVersion } from '../../core/federation/thumbprints/observation.ts';
import type { ProbeRules } from './probe-rules.ts';
import { publicTrust } from './public-trust.ts';
import { sentChain } from './sent-chain.ts';
import { vettedAddresses } from './vetted-addresses.ts';

/** A connection as it is reported, and its socket where something may be asked over it. */
export interface OpenConnection {
  readonly seen: Connection;
  /** Open only on a publicly trusted connection: nothing is ever sent to any other. */
  readonly socket: tls.TLSSocket | undefined;
}

/** How many of a host's addresses are tried. */
const mostAddresses = 2;

/**
 * Makes one handshake with a host and reads the chain. Verification always runs, against `rules.roots`
 * and the host's name; its outcome is reported instead of ending the connection, so that one
 * handshake tells both what is sent and whether it is trusted.
 * @param offered the newest version to offer: AWS treats a host that demands TLS 1.3 in its own way
 */
export const connect = async (
  host: string,
  port: number,
  offered: TlsVersion,
  rules: ProbeRules,
): Promise<OpenConnection> => {
  const vetted = await vettedAddresses(host, port, rules);
  if (vetted.status === 'failed') return closed({ ...vetted, offered });
  let last = closed({ status: 'failed', offered, why: 'no-address', message: `${host}: none.` });
  for (const address of vetted.addresses.slice(0, mostAddresses)) {
    last = await shakeHands(address, host, port, offered, rules);
    if (last.seen.status === 'connected' || last.seen.why === 'tls-version') return last;
  }
  return last;
};

const closed = (seen: Connection): OpenConnection => ({ seen, socket: undefined });

const shakeHands = (
  address: string,
  host: string,
  port: number,
  offered: TlsVersion,
  rules: ProbeRules,
): Promise<OpenConnection> =>
  new Promise((resolve) => {
    const socket = tls.connect({
      host: address,
      port,
      ...(host.startsWith('[') || host === address ? {} : { servername: host }),
      secureContext: contextFor(rules.roots, offered),
      ALPNProtocols: ['http/1.1'],
      // See above: `authorized` is still decided, and a connection without it is closed unused.
      rejectUnauthorized: false,
    });
    const timer = setTimeout(() => {
      fail('timed-out', `${host} did not finish a handshake in ${rules.connectMs} ms.`);
    }, rules.connectMs);
    const settle = (connection: OpenConnection): void => {
      clearTimeout(timer);
      if (connection.socket === undefined) socket.destroy();
      resolve(connection);
    };
    const fail = (why: 'timed-out' | 'tls-version' | 'refused', message: string): void =>
      settle(closed({ status: 'failed', offered, why, message }));
    // Stays for the socket's life: a fault after the handshake belongs to the document being read.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const code = error.code ?? error.message;
      const isVersion = /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/.test(code);
      fail(isVersion ? 'tls-version' : 'refused', `${host} refused the connection (${code}).`);
    });
    socket.once('close', () => fail('refused', `${host} closed the connection.`));
    socket.once('secureConnect', () => {
      const trust = publicTrust(socket);
      const seen: Connection = { status: 'connected', offered, sent: sentChain(socket), trust };
      settle({ seen, socket: trust.trusted ? socket : undefined });
    });
  });

const contexts = new WeakMap<readonly string[], Map<TlsVersion, tls.SecureContext>>();

/** Reading a hundred and forty roots takes longer than a handshake: once for each list and version. */
const contextFor = (roots: readonly string[], offered: TlsVersion): tls.SecureContext => {
  const made = contexts.get(roots) ?? new Map<TlsVersion, tls.SecureContext>();
  contexts.set(roots, made);
  const context =
    made.get(offered) ??
    tls.createSecureContext({ ca: [...roots], minVersion: 'TLSv1.2', maxVersion: offered });
  made.set(offered, context);
  return context;
};
