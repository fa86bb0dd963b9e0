import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Incoming, Outgoing } from './exchange.ts';

/** Uploads are the largest thing that comes in. */
const largestBody = 2_000_000;

/** A page on the web must not reach this server through a name that it points to loopback. */
const isLoopbackName = (host: string | undefined): boolean =>
  /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host ?? '');

const read = async (request: IncomingMessage): Promise<Buffer | 'too-large'> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) return 'too-large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const send = (response: ServerResponse, outgoing: Outgoing): void => {
  if (outgoing.kind === 'break') response.destroy();
  if (outgoing.kind === 'answer') {
    response.writeHead(outgoing.status, {
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...outgoing.headers,
    });
    response.end(outgoing.body);
  }
  if (outgoing.kind === 'events') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.flushHeaders();
    const stop = outgoing.start((data) => response.write(`data: ${data}\n\n`));
    response.on('close', stop);
  }
};

/**
 * Serves on 127.0.0.1.
 * @param port 0 for any free one
 * @param baseUrl is known only once the port is: `route` is called with it
 */
export const listen = async (
  port: number,
  route: (incoming: Incoming, baseUrl: string) => Outgoing | Promise<Outgoing>,
): Promise<{ baseUrl: string; close(): Promise<void> }> => {
  let baseUrl = '';
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isLoopbackName(request.headers.host)) {
      response.writeHead(403).end('This server answers to loopback names only.');
      return;
    }
    const body = await read(request);
    if (body === 'too-large') {
      response.writeHead(413, { connection: 'close' }).end();
      return;
    }
    const { method = 'GET', headers } = request;
    const url = new URL(request.url ?? '/', baseUrl);
    send(response, await route({ method, url, headers, body }, baseUrl));
  };
  const server = createServer((request, response) => {
    serve(request, response).catch((cause: unknown) => {
      // A client that went away has nobody to tell; anything else is a fault of this server.
      if (response.destroyed) return;
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(
        `The local Slack failed: ${cause instanceof Error ? cause.stack : String(cause)}`,
      );
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    baseUrl,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
};
