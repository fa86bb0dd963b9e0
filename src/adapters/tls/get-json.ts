import * as http from 'node:http';
import { performance } from 'node:perf_hooks';
import type { TLSSocket } from 'node:tls';
import type {
  DocumentFailure,
  DocumentFault,
} from '../../core/federation/thumbprints/observation.ts';
import type { ProbeRules } from './probe-rules.ts';

export type JsonDocument =
  | { readonly status: 'read'; readonly value: unknown; readonly milliseconds: number }
  | DocumentFailure;

/**
 * Reads a JSON document over a connection that is already made and trusted; there is no way for it
 * to lead to another. Redirects are not followed, and size and time have a limit.
 */
export const getJson = async (
  socket: TLSSocket,
  url: URL,
  rules: Pick<ProbeRules, 'documentMs' | 'documentBytes'>,
): Promise<JsonDocument> => {
  const started = performance.now();
  const answer = await ask(socket, url, rules);
  if (answer.status === 'failed') return answer;
  const milliseconds = Math.round(performance.now() - started);
  try {
    return { status: 'read', value: JSON.parse(answer.text), milliseconds };
  } catch {
    return failed('not-json', `${url.href} is not JSON.`);
  }
};

const ask = (
  socket: TLSSocket,
  url: URL,
  rules: Pick<ProbeRules, 'documentMs' | 'documentBytes'>,
): Promise<{ readonly status: 'read'; readonly text: string } | DocumentFailure> =>
  new Promise((resolve) => {
    const stop = (why: DocumentFault, message: string): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(failed(why, message));
    };
    const timer = setTimeout(() => {
      stop('timed-out', `${url.href} was not there after ${rules.documentMs} ms.`);
    }, rules.documentMs);
    const request = http.request(
      {
        // The next document of the same host goes over the same connection.
        agent: agentOver(socket),
        host: url.hostname,
        path: `${url.pathname}${url.search}`,
        headers: { host: url.host, accept: 'application/json', 'accept-encoding': 'identity' },
      },
      (response) => {
        const status = response.statusCode ?? 0;
        if (status >= 300 && status < 400) {
          stop('redirect', `${url.href} answers with a redirect, which is not followed.`);
        } else if (status !== 200) {
          stop('http-status', `${url.href} answers with HTTP status ${status}.`);
        }
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > rules.documentBytes) {
            stop('too-large', `${url.href} is larger than ${rules.documentBytes} bytes.`);
          } else chunks.push(chunk);
        });
        response.on('error', (error) => {
          stop('interrupted', `${url.href} was cut short (${error.message}).`);
        });
        response.on('end', () => {
          clearTimeout(timer);
          resolve({ status: 'read', text: Buffer.concat(chunks).toString('utf8') });
        });
      },
    );
    request.on('error', (error: NodeJS.ErrnoException) => {
      stop('interrupted', `${url.href} was cut short (${error.code ?? error.message}).`);
    });
    request.end();
  });

const agents = new WeakMap<TLSSocket, http.Agent>();

/** An agent whose only connection is the given one. */
const agentOver = (socket: TLSSocket): http.Agent => {
  const agent =
    agents.get(socket) ??
    Object.assign(new http.Agent({ keepAlive: true, maxSockets: 1 }), {
      createConnection: () => socket,
    });
  agents.set(socket, agent);
  return agent;
};

const failed = (why: DocumentFault, message: string): DocumentFailure => ({
  status: 'failed',
  why,
  message,
});
