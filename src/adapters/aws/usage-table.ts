import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { addDays, epochMs } from '../../core/model/instant.ts';
import type { UsageProgress } from '../../core/usage/usage-progress.ts';
import type { UsageTable } from '../../flows/usage-ports.ts';
import { isConditionFailure } from './table-client.ts';

/** DynamoDB takes 400 KB an item; the rest is for the keys and the engine. */
const mostBytes = 380_000;
/** Longer than CloudTrail's event history: what is older than that is of no use. */
const keptDays = 100;

/**
 * What look-ups of a key have counted, in the case table: pk `ACCESSKEY#<account>#<key id>`, sk
 * `USAGE`. The body is gzipped JSON; the item expires.
 */
export const usageTable = (client: DynamoDBClient, table: string): UsageTable => ({
  read: async (key) => {
    const { Item: item } = await client.send(
      new GetItemCommand({ TableName: table, Key: itemKey(key), ConsistentRead: true }),
    );
    const body = item?.['body']?.B;
    if (body === undefined) return null;
    // Written by this file only, under the type it is read as.
    return JSON.parse((await promisify(gunzip)(body)).toString()) as UsageProgress;
  },
  write: async (key, progress, now) => {
    const next: UsageProgress = { ...progress, version: progress.version + 1 };
    const body = await promisify(gzip)(JSON.stringify(next));
    if (body.length > mostBytes) return 'too-large';
    try {
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: {
            ...itemKey(key),
            version: { N: String(next.version) },
            body: { B: body },
            expiresAt: { N: String(Math.floor(epochMs(addDays(now, keptDays)) / 1000)) },
          },
          ConditionExpression:
            progress.version === 0 ? 'attribute_not_exists(pk)' : 'version = :version',
          ...(progress.version === 0
            ? {}
            : { ExpressionAttributeValues: { ':version': { N: String(progress.version) } } }),
        }),
      );
      return 'written';
    } catch (error) {
      if (isConditionFailure(error)) return 'changed';
      throw error;
    }
  },
});

const itemKey = ({
  accountId,
  accessKeyId,
}: {
  readonly accountId: string;
  readonly accessKeyId: string;
}) => ({
  pk: { S: `ACCESSKEY#${accountId}#${accessKeyId}` },
  sk: { S: 'USAGE' },
});
