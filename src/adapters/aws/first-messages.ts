import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { epochMs, type Instant } from '../../core/model/instant.ts';
import type { FirstMessages } from '../../flows/sweep-ports.ts';
import { isConditionFailure } from './table-client.ts';

const keptDays = 7;

/**
 * One counter an owner and day in the case table: pk `FIRST#<day>#<owner>`. Batches of one run count
 * side by side, so it is one conditional write and not a read before one.
 */
export const firstMessages = (client: DynamoDBClient, table: string): FirstMessages => ({
  spend: async (day, owner, limit) => {
    const dayStart = epochMs(`${day}T00:00:00.000Z` as Instant) / 1000;
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { pk: { S: `FIRST#${day}#${owner}` }, sk: { S: 'FIRST' } },
          UpdateExpression: 'SET expiresAt = :expires ADD told :one',
          ConditionExpression: 'attribute_not_exists(told) OR told < :limit',
          ExpressionAttributeValues: {
            ':one': { N: '1' },
            ':limit': { N: String(limit) },
            ':expires': { N: String(dayStart + keptDays * 86_400) },
          },
        }),
      );
      return 'spent';
    } catch (error) {
      if (isConditionFailure(error)) return 'over';
      throw error;
    }
  },
});
