import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { LedgerEntry } from '../../core/evidence/ledger-entry.ts';
import { dayOf } from '../../core/model/instant.ts';
import type { Ledger } from '../../flows/ports.ts';
import { isConditionFailure } from './table-client.ts';

/** The ledger table: puts only, each under the condition that its id is new. */
export const ledgerTable = (client: DynamoDBClient, table: string): Ledger => ({
  append: async (entries) => {
    for (const entry of entries) await put(client, table, entry);
  },
});

const put = async (client: DynamoDBClient, table: string, entry: LedgerEntry): Promise<void> => {
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: {
          day: { S: dayOf(entry.time) },
          id: { S: entry.id },
          type: { S: entry.type },
          body: { S: JSON.stringify(entry) },
        },
        ConditionExpression: 'attribute_not_exists(id)',
      }),
    );
  } catch (error) {
    // The same cause was recorded before: once is enough.
    if (!isConditionFailure(error)) throw error;
  }
};
