import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { RoleArn } from '../../core/model/ids.ts';
import type { RoleMemory } from '../../flows/sweep-ports.ts';

/** What was told about a role beside its cases, in the case table: pk `ROLE#<arn>`, sk `UNSEEN`. */
export const roleMemory = (client: DynamoDBClient, table: string): RoleMemory => ({
  readUnseen: async (roleArn) => {
    const { Item: item } = await client.send(
      new GetItemCommand({ TableName: table, Key: keyOf(roleArn), ConsistentRead: true }),
    );
    // Written by this file only.
    return JSON.parse(item?.['body']?.S ?? '[]') as readonly string[];
  },
  writeUnseen: async (roleArn, subjects) => {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: { ...keyOf(roleArn), body: { S: JSON.stringify(subjects) } },
      }),
    );
  },
});

const keyOf = (roleArn: RoleArn) => ({ pk: { S: `ROLE#${roleArn}` }, sk: { S: 'UNSEEN' } });
