import { createHash } from 'node:crypto';
import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { RoleCase, RoleCaseKey } from '../../core/federation/role-case.ts';
import type { RoleCases } from '../../flows/ports.ts';
import { isConditionFailure } from './table-client.ts';

/**
 * Cases about roles, in the case table beside the role's uses:
 *
 * | pk | sk | what |
 * |---|---|---|
 * | `ROLE#<arn>` | `TRUST` | the verdict on its trust policy |
 * | `ROLE#<arn>` | `DENIED#<provider>#<subject>` | denied logins of one subject |
 */
export const roleCases = (client: DynamoDBClient, table: string): RoleCases => ({
  read: async (key) => {
    const { Item: item } = await client.send(
      new GetItemCommand({ TableName: table, Key: itemKey(key), ConsistentRead: true }),
    );
    // Written by this file only, under the type it is read as.
    return item === undefined ? null : (JSON.parse(item['body']?.S ?? 'null') as RoleCase);
  },
  write: async (roleCase) => {
    const next: RoleCase = { ...roleCase, version: roleCase.version + 1 };
    try {
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: {
            ...itemKey(roleCase.key),
            version: { N: String(next.version) },
            body: { S: JSON.stringify(next) },
          },
          ConditionExpression:
            roleCase.version === 0 ? 'attribute_not_exists(pk)' : 'version = :version',
          ...(roleCase.version === 0
            ? {}
            : { ExpressionAttributeValues: { ':version': { N: String(roleCase.version) } } }),
        }),
      );
      return next;
    } catch (error) {
      if (isConditionFailure(error)) return 'changed';
      throw error;
    }
  },
});

const itemKey = (key: RoleCaseKey) => ({
  pk: { S: `ROLE#${key.roleArn}` },
  sk: {
    S: key.about === 'trust' ? 'TRUST' : fitted(`DENIED#${key.identityProvider}#${key.subject}`),
  },
});

/** DynamoDB takes 1024 bytes of sort key; a longer one ends in a digest of the whole. */
const fitted = (sortKey: string): string => {
  if (Buffer.byteLength(sortKey) <= 1024) return sortKey;
  // At most four bytes a character.
  return `${sortKey.slice(0, 200)}#${createHash('sha256').update(sortKey).digest('hex')}`;
};
