import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AccountList, ListedAccount } from '../../flows/sweep-ports.ts';
import { accountKey, allAccountItems } from './account-items.ts';

/** The organization's accounts as they were listed last, in the case table: `ACCOUNTS#<digit>`. */
export const accountList = (client: DynamoDBClient, table: string): AccountList => ({
  read: async (accountId) => {
    const { Item: item } = await client.send(
      new GetItemCommand({ TableName: table, Key: accountKey('ACCOUNTS', accountId) }),
    );
    return item === undefined ? null : accountFrom(item['body']?.S);
  },
  all: async () => (await allAccountItems(client, table, 'ACCOUNTS')).map(accountFrom),
  write: async (account) => {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: {
          ...accountKey('ACCOUNTS', account.accountId),
          body: { S: JSON.stringify(account) },
        },
      }),
    );
  },
});

/** Written by this file only, under the type it is read as; JSON leaves out what is undefined. */
const accountFrom = (body: string | undefined): ListedAccount =>
  ({ ous: undefined, ...JSON.parse(body ?? 'null') }) as ListedAccount;
