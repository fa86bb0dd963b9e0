import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** One client for all tables of a function. */
export const tableClient = (): DynamoDBClient => new DynamoDBClient({ maxAttempts: 4 });

/** Whether a conditional write lost: an expected outcome, not a failure. */
export const isConditionFailure = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';
