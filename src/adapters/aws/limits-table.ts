import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type Canary, canaryAllows } from '../../core/keys/canary.ts';
import type { OverCapAsk } from '../../core/keys/over-cap.ts';
import { epochMs, type Instant } from '../../core/model/instant.ts';
import type { Limits } from '../../flows/limit-ports.ts';
import { isConditionFailure } from './table-client.ts';

/**
 * What limits count and hold back, in the case table:
 *
 * | pk | sk | what |
 * |---|---|---|
 * | `CAP#<day>` | `CAP` | the day's counters; `case-table.ts` spends them |
 * | `CANARY` | `CANARY` | the acts of the first day in enforce mode |
 * | `OVER-CAP#<day>` | `ASK` | the day's question to the approvers; expires |
 */
export const limitsTable = (client: DynamoDBClient, table: string): Limits => {
  const read = async (key: Item): Promise<Item | undefined> =>
    (await client.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true })))
      .Item;
  const readCanary = async (): Promise<Canary | null> => {
    const item = await read(canaryKey);
    const startedAt = item?.['startedAt']?.S;
    return startedAt === undefined
      ? null
      : { startedAt: startedAt as Instant, acts: Number(item?.['acts']?.N ?? 0) };
  };
  return {
    spent: async (day) => {
      const item = (await read({ pk: { S: `CAP#${day}` }, sk: { S: 'CAP' } })) ?? {};
      return Object.fromEntries(
        Object.entries(item).flatMap(([name, value]) =>
          value.N === undefined || name === 'expiresAt' ? [] : [[name, Number(value.N)]],
        ),
      );
    },
    readCanary,
    spendCanary: async (now, limit) => {
      if (canaryAllows(await readCanary(), limit, now) === 'all') return 'go';
      try {
        await client.send(
          new UpdateItemCommand({
            TableName: table,
            Key: canaryKey,
            UpdateExpression: 'SET startedAt = if_not_exists(startedAt, :now) ADD acts :one',
            ConditionExpression: 'attribute_not_exists(acts) OR acts < :limit',
            ExpressionAttributeValues: {
              ':now': { S: now },
              ':one': { N: '1' },
              ':limit': { N: String(limit) },
            },
          }),
        );
        return 'go';
      } catch (error) {
        if (isConditionFailure(error)) return 'wait';
        throw error;
      }
    },
    readAsk: async (day) => {
      const item = await read(askKey(day));
      // Written by this file only, under the type it is read as.
      return JSON.parse(item?.['body']?.S ?? 'null') as OverCapAsk | null;
    },
    writeAsk: async (ask) => {
      const next: OverCapAsk = { ...ask, version: ask.version + 1 };
      try {
        await client.send(
          new PutItemCommand({
            TableName: table,
            Item: {
              ...askKey(ask.day),
              version: { N: String(next.version) },
              body: { S: JSON.stringify(next) },
              expiresAt: { N: String(Math.floor(epochMs(ask.askedAt) / 1000) + keptSeconds) },
            },
            ConditionExpression:
              ask.version === 0 ? 'attribute_not_exists(pk)' : 'version = :version',
            ...(ask.version === 0
              ? {}
              : { ExpressionAttributeValues: { ':version': { N: String(ask.version) } } }),
          }),
        );
        return next;
      } catch (error) {
        if (isConditionFailure(error)) return 'changed';
        throw error;
      }
    },
  };
};

type Item = Record<string, AttributeValue>;

const canaryKey: Item = { pk: { S: 'CANARY' }, sk: { S: 'CANARY' } };

const askKey = (day: string): Item => ({ pk: { S: `OVER-CAP#${day}` }, sk: { S: 'ASK' } });

/** The ledger keeps what was asked and answered; the table forgets it. */
const keptSeconds = 30 * 86_400;
