import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import type { FederationUse, FederationUseKey } from '../../core/federation/fold-logins.ts';
import type { FederationUses } from '../../flows/ports.ts';
import { isConditionFailure } from './table-client.ts';

/** Federated logins by day in the case table: pk `ROLE#<arn>`, sk `USE#<day>#<provider>#<subject>`. */
export const federationUses = (client: DynamoDBClient, table: string): FederationUses => ({
  read: async (key) => {
    const { Item: item } = await client.send(
      new GetItemCommand({ TableName: table, Key: keyOf(key), ConsistentRead: true }),
    );
    return item === undefined ? null : useFrom(item['body']?.S);
  },
  write: async (use) => {
    const next: FederationUse = { ...use, version: use.version + 1 };
    try {
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: {
            ...keyOf(use),
            version: { N: String(next.version) },
            body: { S: JSON.stringify(next) },
          },
          ConditionExpression:
            use.version === 0 ? 'attribute_not_exists(pk)' : 'version = :version',
          ...(use.version === 0
            ? {}
            : { ExpressionAttributeValues: { ':version': { N: String(use.version) } } }),
        }),
      );
      return 'written';
    } catch (error) {
      if (isConditionFailure(error)) return 'changed';
      throw error;
    }
  },
  ofRole: async (roleArn, sinceDay) => {
    const uses: FederationUse[] = [];
    const pages = paginateQuery(
      { client },
      {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ScanIndexForward: false,
        ExpressionAttributeValues: {
          ':pk': { S: `ROLE#${roleArn}` },
          ':from': { S: `USE#${sinceDay}` },
          ':to': { S: 'USE#9' },
        },
      },
    );
    for await (const page of pages) {
      for (const item of page.Items ?? []) uses.push(useFrom(item['body']?.S));
    }
    return uses;
  },
});

const keyOf = (key: FederationUseKey) => ({
  pk: { S: `ROLE#${key.roleArn}` },
  sk: { S: `USE#${key.day}#${key.identityProvider}#${key.subject}`.slice(0, 1000) },
});

/** Written by this file only, under the type it is read as. */
const useFrom = (body: string | undefined): FederationUse =>
  JSON.parse(body ?? 'null') as FederationUse;
