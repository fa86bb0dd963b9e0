import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import dynalite from 'dynalite';
import { recordList } from '../input.ts';
import type { WireAnswer } from '../protocol/query-answer.ts';
import { plainItem } from './plain-item.ts';

/**
 * DynamoDB by dynalite. Its server never listens: requests that came in by our own door are handed
 * to it, so that one port serves all and nothing passes unrecorded.
 */
export interface DynamoDbEngine {
  answer(headers: IncomingHttpHeaders, body: string): Promise<WireAnswer>;
  /** A call by the local organization itself: unrecorded, and without faults. */
  call(action: string, input: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>;
  /** All items of a table, as plain values. */
  items(tableName: string): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

export const dynamoDbEngine = (): DynamoDbEngine => {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  const answer: DynamoDbEngine['answer'] = (headers, body) =>
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
    });
  const call: DynamoDbEngine['call'] = async (action, input) => {
    const answered = await answer(headersOf(action), JSON.stringify(input));
    if (answered.status !== 200) {
      throw new Error(`The table engine refused ${action}: ${answered.body}`);
    }
    return JSON.parse(answered.body);
  };
  return {
    answer,
    call,
    async items(TableName) {
      const items: Record<string, unknown>[] = [];
      let start: unknown;
      do {
        const page = await call('Scan', {
          TableName,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        });
        items.push(...recordList(page, 'Items').map(plainItem));
        start = page['LastEvaluatedKey'];
      } while (start !== undefined);
      return items;
    },
    // Its store closes with its server; a server that never listened says so, and that is no fault.
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
};

const headersOf = (action: string): IncomingHttpHeaders => ({
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': `DynamoDB_20120810.${action}`,
  'x-amz-date': '20260101T000000Z',
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=local',
});
