import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { KeyCase } from '../../core/keys/key-case.ts';
import type { OpenCases } from '../../flows/digest-ports.ts';

/**
 * Every case that is not over, page by page. A scan, and not the index of next steps: a case that
 * waits for a person has no next step. Once a week it reads the whole table, claims included, which
 * is a megabyte for some five hundred cases.
 */
export const openCases = (client: DynamoDBClient, table: string): OpenCases => ({
  all: async function* () {
    const pages = paginateScan(
      { client },
      {
        TableName: table,
        FilterExpression: 'begins_with(sk, :case) AND NOT stage IN (:deleted, :gone)',
        ExpressionAttributeValues: {
          ':case': { S: 'KEY#' },
          ':deleted': { S: 'deleted' },
          ':gone': { S: 'gone' },
        },
        ProjectionExpression: 'body',
      },
    );
    for await (const page of pages) {
      for (const item of page.Items ?? []) yield caseFrom(item['body']?.S);
    }
  },
});

/** Written by `case-table.ts` only, under the type it is read as. */
const caseFrom = (body: string | undefined): KeyCase => JSON.parse(body ?? 'null') as KeyCase;
