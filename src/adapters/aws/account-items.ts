import { type AttributeValue, type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { AccountId } from '../../core/model/ids.ts';

type ItemKind = 'ACCOUNTS' | 'COVERAGE';

/**
 * Items of the case table of which there is one an account, and which are also read all together:
 * pk `<kind>#<last digit of the account ID>`, sk the account ID. Ten partitions take the writes of a
 * run over ten thousand accounts, and ten queries read them all.
 */
export const accountKey = (
  kind: ItemKind,
  accountId: AccountId,
): Record<string, AttributeValue> => ({
  pk: { S: `${kind}#${accountId.slice(-1)}` },
  sk: { S: accountId },
});

/** The `body` of every item of a kind, all pages. */
export const allAccountItems = async (
  client: DynamoDBClient,
  table: string,
  kind: ItemKind,
): Promise<readonly (string | undefined)[]> => {
  const digits = Array.from({ length: 10 }, (_, digit) => digit);
  const partitions = await Promise.all(
    digits.map(async (digit) => {
      const bodies: (string | undefined)[] = [];
      const pages = paginateQuery(
        { client },
        {
          TableName: table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: `${kind}#${digit}` } },
          ConsistentRead: true,
        },
      );
      for await (const page of pages) {
        for (const item of page.Items ?? []) bodies.push(item['body']?.S);
      }
      return bodies;
    }),
  );
  return partitions.flat();
};
