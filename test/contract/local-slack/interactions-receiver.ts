import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// biome-ignore lint/suspicious/noExplicitAny: payloads are what the tests look into
export type Payload = any;

export interface Received {
  readonly payload: Payload;
  readonly isSigned: boolean;
  readonly contentType: string | undefined;
}

export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/**
 * The app's end of interactivity: checks the signature with code of its own and answers.
 * @param answer the body to answer with, a status, or `'never'`
 */
export const startReceiver = async (
  signingSecret: string,
  answer: (payload: Payload) => Promise<string | number | 'never'> | string | number | 'never',
): Promise<Receiver> => {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const timestamp = request.headers['x-slack-request-timestamp'];
    const expected = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`);
    const payload: Payload = JSON.parse(new URLSearchParams(body).get('payload') ?? 'null');
    received.push({
      payload,
      isSigned: request.headers['x-slack-signature'] === `v0=${expected.digest('hex')}`,
      contentType: request.headers['content-type'],
    });
    const reply = await answer(payload);
    if (reply === 'never') return;
    response.statusCode = typeof reply === 'number' ? reply : 200;
    response.end(typeof reply === 'string' ? reply : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/interactions`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
