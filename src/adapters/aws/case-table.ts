import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  type QueryCommandInput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { KeyCase } from '../../core/keys/key-case.ts';
import { addSeconds, epochMs, type Instant } from '../../core/model/instant.ts';
import type { CaseTable } from '../../flows/ports.ts';
import { exceptionsOf } from './exception-table.ts';
import { isConditionFailure } from './table-client.ts';

/**
 * The case table: single-item conditional writes only, so that any DynamoDB-compatible engine runs
 * the same code.
 *
 * | pk | sk | what |
 * |---|---|---|
 * | `ACCOUNT#<id>` | `KEY#<user>#<key id>` | a case, whole, as JSON in `body` |
 * | `ACCOUNT#<id>` | `EXCEPTION#<user>#<id>` | an exception (`exception-table.ts`) |
 * | `CLAIM#<flow>#<id>` | `CLAIM` | a claim; expires |
 * | `CAP#<day>` | `CAP` | the day's counters; expires (`limits-table.ts` reads them) |
 *
 * Index `by-next-step`: open cases by the time of their next step. Index `by-role`: cases by the
 * role recommended for them.
 */
export const caseTable = (client: DynamoDBClient, table: string): CaseTable => ({
  claim: (flow, id, now, leaseSeconds) => claim(client, table, flow, id, now, leaseSeconds),
  finish: async (flow, id, now) => {
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: claimKey(flow, id),
        UpdateExpression: 'SET #s = :done, expiresAt = :expires',
        ExpressionAttributeNames: { '#s': 'state' },
        ExpressionAttributeValues: {
          ':done': { S: 'done' },
          ':expires': expiresIn(now, claimKeptDays),
        },
      }),
    );
  },
  release: async (flow, id) => {
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: claimKey(flow, id),
        UpdateExpression: 'SET #s = :free',
        ExpressionAttributeNames: { '#s': 'state' },
        ExpressionAttributeValues: { ':free': { S: 'free' } },
      }),
    );
  },
  readCase: async (key) => {
    const { Item: item } = await client.send(
      new GetItemCommand({
        TableName: table,
        Key: caseKey(key.accountId, key.userName, key.accessKeyId),
        ConsistentRead: true,
      }),
    );
    return item === undefined ? null : caseFrom(item);
  },
  casesOfUser: (accountId, userName) =>
    collect(
      query(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: {
          ':pk': { S: `ACCOUNT#${accountId}` },
          ':prefix': { S: `KEY#${userName}#` },
        },
      }),
      caseFrom,
    ),
  casesRecommending: (roleArn) =>
    collect(
      query(client, {
        TableName: table,
        IndexName: 'by-role',
        KeyConditionExpression: 'replacementRoleArn = :role',
        ExpressionAttributeValues: { ':role': { S: roleArn } },
      }),
      caseFrom,
    ),
  casesDue: async function* (now) {
    const items = query(client, {
      TableName: table,
      IndexName: 'by-next-step',
      KeyConditionExpression: 'nextStepShard = :shard AND nextStepAt <= :now',
      ExpressionAttributeValues: { ':shard': { S: nextStepShard }, ':now': { S: now } },
    });
    for await (const item of items) yield caseFrom(item);
  },
  writeCase: (keyCase) => writeCase(client, table, keyCase),
  countKeys: async (accountId) => {
    let keys = 0;
    const items = query(client, {
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ProjectionExpression: 'stage',
      ExpressionAttributeValues: {
        ':pk': { S: `ACCOUNT#${accountId}` },
        ':prefix': { S: 'KEY#' },
      },
    });
    for await (const item of items) {
      if (item['stage']?.S !== 'deleted' && item['stage']?.S !== 'gone') keys += 1;
    }
    return keys;
  },
  exceptionsOf: (accountId, userName) => exceptionsOf(client, table, accountId, userName),
  spendCap: (day, limits) => spendCap(client, table, day, limits),
});

type Item = Record<string, AttributeValue>;

/** One partition for all next steps: a few writes a second at most, far below a partition's limit. */
const nextStepShard = 'next';

/** Longer than any queue or archive redelivers. */
const claimKeptDays = 30;

const claimKey = (flow: string, id: string): Item => ({
  pk: { S: `CLAIM#${flow}#${id}` },
  sk: { S: 'CLAIM' },
});

const caseKey = (accountId: string, userName: string, accessKeyId: string): Item => ({
  pk: { S: `ACCOUNT#${accountId}` },
  sk: { S: `KEY#${userName}#${accessKeyId}` },
});

const claim = async (
  client: DynamoDBClient,
  table: string,
  flow: string,
  id: string,
  now: Instant,
  leaseSeconds: number,
): Promise<'claimed' | 'done' | 'in-progress'> => {
  // When the answer to the write is lost, the client tries again and meets its own claim.
  const token = randomUUID();
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: {
          ...claimKey(flow, id),
          state: { S: 'taken' },
          token: { S: token },
          leaseEndsAt: { S: addSeconds(now, leaseSeconds) },
          expiresAt: expiresIn(now, claimKeptDays),
        },
        ConditionExpression:
          'attribute_not_exists(pk) OR #s = :free OR (#s = :taken AND leaseEndsAt < :now)',
        ExpressionAttributeNames: { '#s': 'state' },
        ExpressionAttributeValues: {
          ':free': { S: 'free' },
          ':taken': { S: 'taken' },
          ':now': { S: now },
        },
      }),
    );
    return 'claimed';
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
  }
  const { Item: item } = await client.send(
    new GetItemCommand({ TableName: table, Key: claimKey(flow, id), ConsistentRead: true }),
  );
  if (item?.['state']?.S === 'done') return 'done';
  return item?.['token']?.S === token ? 'claimed' : 'in-progress';
};

const writeCase = async (
  client: DynamoDBClient,
  table: string,
  keyCase: KeyCase,
): Promise<KeyCase | 'changed'> => {
  const next: KeyCase = { ...keyCase, version: keyCase.version + 1 };
  const { key } = keyCase;
  const roleArn = next.replacement.role?.arn;
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: {
          ...caseKey(key.accountId, key.userName, key.accessKeyId),
          version: { N: String(next.version) },
          stage: { S: next.stage },
          body: { S: JSON.stringify(next) },
          ...(next.nextStepAt === undefined
            ? {}
            : { nextStepShard: { S: nextStepShard }, nextStepAt: { S: next.nextStepAt } }),
          ...(roleArn === undefined ? {} : { replacementRoleArn: { S: roleArn } }),
        },
        ConditionExpression:
          keyCase.version === 0 ? 'attribute_not_exists(pk)' : 'version = :version',
        ...(keyCase.version === 0
          ? {}
          : { ExpressionAttributeValues: { ':version': { N: String(keyCase.version) } } }),
      }),
    );
    return next;
  } catch (error) {
    if (isConditionFailure(error)) return 'changed';
    throw error;
  }
};

/** Adds one to every counter if none has reached its limit: one conditional write. */
const spendCap = async (
  client: DynamoDBClient,
  table: string,
  day: string,
  limits: Readonly<Record<string, number>>,
): Promise<'spent' | 'over'> => {
  const counters = Object.entries(limits);
  if (counters.some(([, limit]) => limit < 1)) return 'over';
  const names = Object.fromEntries(counters.map(([name], index) => [`#c${index}`, name]));
  const values = Object.fromEntries(
    counters.map(([, limit], index) => [`:l${index}`, { N: String(limit) }]),
  );
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { pk: { S: `CAP#${day}` }, sk: { S: 'CAP' } },
        UpdateExpression: `SET expiresAt = :expires ADD ${counters
          .map((_, index) => `#c${index} :one`)
          .join(', ')}`,
        ConditionExpression: counters
          .map((_, index) => `(attribute_not_exists(#c${index}) OR #c${index} < :l${index})`)
          .join(' AND '),
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: {
          ...values,
          ':one': { N: '1' },
          ':expires': expiresIn(`${day}T00:00:00.000Z` as Instant, claimKeptDays),
        },
      }),
    );
    return 'spent';
  } catch (error) {
    if (isConditionFailure(error)) return 'over';
    throw error;
  }
};

async function* query(client: DynamoDBClient, input: QueryCommandInput): AsyncGenerator<Item> {
  for await (const page of paginateQuery({ client }, input)) yield* page.Items ?? [];
}

const collect = async <T>(items: AsyncIterable<Item>, map: (item: Item) => T): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(map(item));
  return all;
};

const caseFrom = (item: Item): KeyCase => bodyOf<KeyCase>(item);

/** Items are written by this file only, under the types they are read as. */
const bodyOf = <T>(item: Item): T => JSON.parse(item['body']?.S ?? 'null') as T;

/** DynamoDB's TTL attribute: epoch seconds. */
const expiresIn = (now: Instant, days: number): AttributeValue => ({
  N: String(Math.floor(epochMs(now) / 1000) + days * 86_400),
});
