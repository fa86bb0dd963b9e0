import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AccountCoverage, CoverageTable } from '../../flows/sweep-ports.ts';
import { accountKey, allAccountItems } from './account-items.ts';

/** One row an account, overwritten by each run, in the case table: `COVERAGE#<digit>`. */
export const coverageTable = (client: DynamoDBClient, table: string): CoverageTable => ({
  read: async (accountId) => {
    const { Item: item } = await client.send(
      new GetItemCommand({
        TableName: table,
        Key: accountKey('COVERAGE', accountId),
        ConsistentRead: true,
      }),
    );
    return item === undefined ? null : coverageFrom(item['body']?.S);
  },
  all: async () => (await allAccountItems(client, table, 'COVERAGE')).map(coverageFrom),
  write: async (coverage) => {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: {
          ...accountKey('COVERAGE', coverage.accountId),
          body: { S: JSON.stringify(coverage) },
        },
      }),
    );
  },
});

/** Written by this file only, under the type it is read as. */
const coverageFrom = (body: string | undefined): AccountCoverage =>
  JSON.parse(body ?? 'null') as AccountCoverage;
