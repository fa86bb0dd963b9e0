import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { ProviderSighting } from '../../core/federation/thumbprints/provider-sighting.ts';
import type { ProviderSightings } from '../../flows/ports.ts';
import { isConditionFailure } from './table-client.ts';

/** What is remembered of each OIDC provider, in the case table: pk `PROVIDER#<arn>`, sk `SIGHTING`. */
export const providerSightings = (client: DynamoDBClient, table: string): ProviderSightings => ({
  read: async (providerArn) => {
    const { Item: item } = await client.send(
      new GetItemCommand({ TableName: table, Key: keyOf(providerArn), ConsistentRead: true }),
    );
    // Written by this file only, under the type it is read as.
    return JSON.parse(item?.['body']?.S ?? 'null') as ProviderSighting | null;
  },
  write: async (sighting) => {
    const next: ProviderSighting = { ...sighting, version: sighting.version + 1 };
    try {
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: {
            ...keyOf(sighting.providerArn),
            version: { N: String(next.version) },
            body: { S: JSON.stringify(next) },
          },
          ConditionExpression:
            sighting.version === 0 ? 'attribute_not_exists(pk)' : 'version = :version',
          ...(sighting.version === 0
            ? {}
            : { ExpressionAttributeValues: { ':version': { N: String(sighting.version) } } }),
        }),
      );
      return 'written';
    } catch (error) {
      if (isConditionFailure(error)) return 'changed';
      throw error;
    }
  },
});

const keyOf = (providerArn: string) => ({
  pk: { S: `PROVIDER#${providerArn}` },
  sk: { S: 'SIGHTING' },
});
