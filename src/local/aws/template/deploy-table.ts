import type { LocalAws } from '../start-aws.ts';
import type { ResolvedResource } from './template.ts';

/** What `CreateTable` takes and dynalite knows; encryption, backups and TTL are left out. */
const known = [
  'KeySchema',
  'AttributeDefinitions',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
] as const;

export const deployTable = async (
  { ref, properties }: ResolvedResource,
  _stack: unknown,
  { dynamoDb }: LocalAws,
): Promise<void> => {
  await dynamoDb.call('CreateTable', {
    TableName: ref,
    BillingMode: 'PAY_PER_REQUEST',
    ...Object.fromEntries(
      known
        .filter((name) => properties[name] !== undefined)
        .map((name) => [name, properties[name]]),
    ),
  });
};
