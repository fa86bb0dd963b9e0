import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { type ExceptionRecord, userOfScope } from '../../core/keys/exception.ts';
import { readException } from '../../core/keys/read-exception.ts';
import { LastkeyError } from '../../core/model/errors.ts';
import type { Exceptions } from '../../flows/exception-ports.ts';
import { isConditionFailure } from './table-client.ts';

/**
 * Exceptions in the case table: pk `ACCOUNT#<id>`, sk `EXCEPTION#<user>#<exception id>`, with `*` as
 * the user of a workload. Those with a next step are in the index `by-next-step`, in a shard of their
 * own, so that nobody takes them for cases.
 */
export const exceptionTable = (client: DynamoDBClient, table: string): Exceptions => ({
  read: async ({ accountId, userName, id }) => {
    const { Item: item } = await client.send(
      new GetItemCommand({
        TableName: table,
        Key: itemKey(accountId, userName, id),
        ConsistentRead: true,
      }),
    );
    return item === undefined ? null : exceptionFrom(item);
  },
  write: async (exception) => {
    const next: ExceptionRecord = { ...exception, version: exception.version + 1 };
    const isNew = exception.version === 0;
    try {
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: {
            ...itemKey(next.accountId, userOfScope(next.scope), next.id),
            version: { N: String(next.version) },
            body: { S: JSON.stringify(next) },
            ...(next.nextStepAt === undefined
              ? {}
              : { nextStepShard: { S: shard }, nextStepAt: { S: next.nextStepAt } }),
          },
          ConditionExpression: isNew ? 'attribute_not_exists(pk)' : 'version = :version',
          ...(isNew
            ? {}
            : { ExpressionAttributeValues: { ':version': { N: String(exception.version) } } }),
        }),
      );
      return next;
    } catch (error) {
      if (isConditionFailure(error)) return 'changed';
      throw error;
    }
  },
  due: async function* (now) {
    const items = query(client, {
      TableName: table,
      IndexName: 'by-next-step',
      KeyConditionExpression: 'nextStepShard = :shard AND nextStepAt <= :now',
      ExpressionAttributeValues: { ':shard': { S: shard }, ':now': { S: now } },
    });
    for await (const item of items) yield exceptionFrom(item);
  },
});

/**
 * The exceptions of a user and of the workloads of the account, whatever their state.
 * @throws LastkeyError `exception-unreadable` when one of them is malformed: it may be the one that
 *   covers the key
 */
export const exceptionsOf = async (
  client: DynamoDBClient,
  table: string,
  accountId: string,
  userName: string,
): Promise<readonly ExceptionRecord[]> => {
  const found: ExceptionRecord[] = [];
  for (const user of [userName, '*']) {
    const items = query(client, {
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: {
        ':pk': { S: `ACCOUNT#${accountId}` },
        ':prefix': { S: `EXCEPTION#${user}#` },
      },
      ConsistentRead: true,
    });
    for await (const item of items) found.push(exceptionFrom(item));
  }
  return found;
};

type Item = Record<string, AttributeValue>;

const shard = 'exception';

const itemKey = (accountId: string, userName: string, id: string): Item => ({
  pk: { S: `ACCOUNT#${accountId}` },
  sk: { S: `EXCEPTION#${userName}#${id}` },
});

export const exceptionFrom = (item: Item): ExceptionRecord => {
  const read = readException(parsed(item['body']?.S));
  if ('exception' in read) return read.exception;
  throw new LastkeyError(
    'exception-unreadable',
    `The exception ${item['pk']?.S} ${item['sk']?.S} is malformed: ${read.fault}. Nothing is done to the keys that it may cover; correct the item in the case table.`,
    { retry: 'no' },
  );
};

const parsed = (body: string | undefined): unknown => {
  try {
    return JSON.parse(body ?? 'null');
  } catch {
    return undefined;
  }
};

async function* query(client: DynamoDBClient, input: QueryCommandInput): AsyncGenerator<Item> {
  for await (const page of paginateQuery({ client }, input)) yield* page.Items ?? [];
}
