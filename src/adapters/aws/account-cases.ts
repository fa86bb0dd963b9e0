import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { KeyCase } from '../../core/keys/key-case.ts';
import type { AccountCases } from '../../flows/sweep-ports.ts';

/** Every case of an account in one query, all pages; `case-table.ts` writes them. */
export const accountCases = (client: DynamoDBClient, table: string): AccountCases => ({
  ofAccount: async (accountId) => {
    const cases: KeyCase[] = [];
    const pages = paginateQuery(
      { client },
      {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: {
          ':pk': { S: `ACCOUNT#${accountId}` },
          ':prefix': { S: 'KEY#' },
        },
        ConsistentRead: true,
      },
    );
    for await (const page of pages) {
      for (const item of page.Items ?? []) {
        cases.push(JSON.parse(item['body']?.S ?? 'null') as KeyCase);
      }
    }
    return cases;
  },
});
