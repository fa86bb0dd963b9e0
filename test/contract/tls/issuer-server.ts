import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SecureVersion } from 'node:tls';
import type { X509Certificate } from '@peculiar/x509';
import { type HostCertificate, pem } from './made-chains.ts';

/** A TLS server on loopback that sends exactly the given chain, and answers by path. */
export interface IssuerServer {
  readonly port: number;
  /** Handshakes that were finished. */
  readonly handshakes: () => number;
  readonly paths: readonly string[];
  readonly close: () => Promise<void>;
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export const startIssuerServer = async (
  host: HostCertificate,
  above: readonly X509Certificate[],
  answers: Readonly<Record<string, Answer>>,
  options: {
    readonly min?: SecureVersion;
    readonly max?: SecureVersion;
    /** Any free port of 127.0.0.1 without it. */
    readonly at?: { readonly address: string; readonly port: number };
  } = {},
): Promise<IssuerServer> => {
  const paths: string[] = [];
  let handshakes = 0;
  const server = createServer(
    {
      cert: [host.certificate, ...above].map(pem).join('\n'),
      key: host.key,
      minVersion: options.min ?? 'TLSv1.2',
      maxVersion: options.max ?? 'TLSv1.3',
    },
    (request, response) => {
      const path = request.url ?? '';
      paths.push(path);
      const answer = answers[path];
      if (answer === undefined) response.writeHead(404).end();
      else answer(request, response);
    },
  );
  server.on('secureConnection', () => {
    handshakes += 1;
  });
  await new Promise<void>((listening) =>
    server.listen(options.at?.port ?? 0, options.at?.address ?? '127.0.0.1', listening),
  );
  return {
    port: (server.address() as AddressInfo).port,
    handshakes: () => handshakes,
    paths,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
};

export const json =
  (value: unknown): Answer =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
