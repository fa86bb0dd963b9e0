import type { IncomingMessage } from 'node:http';

/** What came in, read to its end. */
export interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export type Outgoing =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  /** Break the connection without an answer. */
  | { readonly kind: 'break' }
  /** Leave the connection open until the client gives up. */
  | { readonly kind: 'hold' }
  /** Server-sent events: `start` gets a sender and returns what to do when the reader leaves. */
  | { readonly kind: 'events'; start(send: (data: string) => void): () => void };

export const answer = (
  status: number,
  contentType: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Outgoing => ({
  kind: 'answer',
  status,
  headers: { 'content-type': `${contentType}; charset=utf-8`, ...headers },
  body,
});

export const jsonAnswer = (value: unknown, status = 200): Outgoing =>
  answer(status, 'application/json', JSON.stringify(value));
