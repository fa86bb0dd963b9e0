import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { VerificationMethodSeen } from '../../core/federation/thumbprints/observation.ts';
import { addSeconds, type Instant } from '../../core/model/instant.ts';
import type { VerificationMethods } from '../../flows/ports.ts';
import { isConditionFailure } from './table-client.ts';

/** The same method is written again after an hour, so that its age stays about right. */
const writtenAgainSeconds = 3600;

/**
 * The newest verification method of each OIDC provider, one small item of the case table: pk
 * `PROVIDER#<arn>`, sk `METHOD`. A function that sees thousands of logins writes only what changed.
 */
export const verificationMethods = (client: DynamoDBClient, table: string): VerificationMethods => {
  const written = new Map<string, VerificationMethodSeen>();
  return {
    note: async (providerArn, seen) => {
      const held = written.get(providerArn);
      const isNews =
        held === undefined ||
        (held.method !== seen.method && held.at < seen.at) ||
        addSeconds(held.at, writtenAgainSeconds) < seen.at;
      if (!isNews) return;
      await putNewer(client, table, providerArn, seen);
      written.set(providerArn, seen);
    },
    newest: async (providerArn) => {
      const { Item: item } = await client.send(
        new GetItemCommand({ TableName: table, Key: keyOf(providerArn) }),
      );
      const method = item?.['method']?.S;
      const at = item?.['seenAt']?.S as Instant | undefined;
      if (at === undefined) return null;
      return method === 'IAMTrustStore' || method === 'Thumbprint' ? { method, at } : null;
    },
  };
};

const putNewer = async (
  client: DynamoDBClient,
  table: string,
  providerArn: string,
  { method, at }: VerificationMethodSeen,
): Promise<void> => {
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: { ...keyOf(providerArn), method: { S: method }, seenAt: { S: at } },
        ConditionExpression: 'attribute_not_exists(pk) OR seenAt < :at',
        ExpressionAttributeValues: { ':at': { S: at } },
      }),
    );
  } catch (error) {
    // A newer login was noted before: that one counts.
    if (!isConditionFailure(error)) throw error;
  }
};

const keyOf = (providerArn: string) => ({
  pk: { S: `PROVIDER#${providerArn}` },
  sk: { S: 'METHOD' },
});
