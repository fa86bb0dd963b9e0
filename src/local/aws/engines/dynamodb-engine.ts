import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import dynalite from 'dynalite';
import type { WireAnswer } from '../protocol/query-answer.ts';

/**
 * DynamoDB by dynalite. Its server never listens: requests that came in by our own door are handed
 * to it, so that one port serves all and nothing passes unrecorded.
 */
export interface DynamoDbEngine {
  answer(headers: IncomingHttpHeaders, body: string): Promise<WireAnswer>;
  close(): Promise<void>;
}

export const dynamoDbEngine = (): DynamoDbEngine => {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  return {
    answer: (headers, body) =>
      new Promise((resolve) => {
        const request = Object.assign(Readable.from([Buffer.from(body)]), {
          method: 'POST',
          url: '/',
          headers,
        });
        const answered: Record<string, string> = {};
        server.emit('request', request, {
          statusCode: 200,
          setHeader(name: string, value: string | number) {
            answered[name.toLowerCase()] = String(value);
          },
          end(this: { statusCode: number }, text = '') {
            resolve({ status: this.statusCode, headers: answered, body: text });
          },
        });
      }),
    // Its store closes with its server; a server that never listened says so, and that is no fault.
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
};
