import { type AttributeValue, paginateScan } from '@aws-sdk/client-dynamodb';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { accountCases } from '../../adapters/aws/account-cases.ts';
import { failureFrom } from '../../adapters/aws/aws-failure.ts';
import { caseTable } from '../../adapters/aws/case-table.ts';
import { domainEvents } from '../../adapters/aws/domain-events.ts';
import { exceptionFrom, exceptionTable } from '../../adapters/aws/exception-table.ts';
import { ledgerTable } from '../../adapters/aws/ledger-table.ts';
import { responseQueue } from '../../adapters/aws/response-queue.ts';
import { tableClient } from '../../adapters/aws/table-client.ts';
import type { ExceptionRecord } from '../../core/keys/exception.ts';
import type { KeyCase } from '../../core/keys/key-case.ts';
import { LastkeyError } from '../../core/model/errors.ts';
import { hubNames } from '../../core/model/hub-names.ts';
import { type Instant, instantOf } from '../../core/model/instant.ts';
import type { ResponseQueue } from '../../flows/ports.ts';
import type { SettlePorts } from '../../flows/settle-exception.ts';

/** The deployed hub, reached with the operator's own credentials for the hub account. */
export interface HubWorld extends SettlePorts {
  readonly responses: ResponseQueue;
  /** ARN of whoever runs the command. */
  caller(): Promise<string>;
  /** Cases of a key by its id alone; several only when ids were reused. */
  casesOfKey(accessKeyId: string): Promise<readonly KeyCase[]>;
  allExceptions(): Promise<readonly ExceptionRecord[]>;
  newId(): string;
  pause(milliseconds: number): Promise<void>;
}

/** @param hubRegion where the hub stack is, unless the environment says otherwise */
export const connectHub = (hubRegion: string): HubWorld => {
  process.env['AWS_REGION'] ??= hubRegion;
  const client = tableClient();
  const cases = caseTable(client, hubNames.caseTable);
  const scan = async (prefix: string, contains = prefix): Promise<readonly Item[]> => {
    const items: Item[] = [];
    const pages = paginateScan(
      { client },
      {
        TableName: hubNames.caseTable,
        FilterExpression: 'begins_with(sk, :prefix) AND contains(sk, :part)',
        ExpressionAttributeValues: { ':prefix': { S: prefix }, ':part': { S: contains } },
        ConsistentRead: true,
      },
    );
    try {
      for await (const page of pages) items.push(...(page.Items ?? []));
    } catch (error) {
      throw hubFailure(error, `Scan ${hubNames.caseTable}`);
    }
    return items;
  };
  return {
    clock: { now: (): Instant => instantOf(Date.now()) },
    cases,
    accountCases: accountCases(client, hubNames.caseTable),
    exceptions: exceptionTable(client, hubNames.caseTable),
    ledger: ledgerTable(client, hubNames.ledgerTable),
    events: domainEvents(hubNames.bus),
    responses: {
      request: async (request) => responseQueue(await respondQueueUrl()).request(request),
    },
    caller: async () => {
      try {
        const { Arn: arn } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
        return arn ?? 'unknown principal';
      } catch (error) {
        throw hubFailure(error, 'GetCallerIdentity');
      }
    },
    casesOfKey: async (accessKeyId) =>
      (await scan('KEY#', `#${accessKeyId}`)).map(
        (item) => JSON.parse(item['body']?.S ?? 'null') as KeyCase,
      ),
    allExceptions: async () => (await scan('EXCEPTION#')).map(exceptionFrom),
    newId: () => crypto.randomUUID(),
    pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  };
};

type Item = Record<string, AttributeValue>;

/** Nearly always the wrong account or Region, or nobody signed in. */
const hubFailure = (error: unknown, what: string): LastkeyError => {
  const { code, message, retry } = failureFrom(error, what);
  return new LastkeyError(
    code,
    `${message} Expected credentials of the hub account (--profile) in its Region (--region); "lastkey doctor" says what of the deployment can be seen.`,
    { retry, cause: error },
  );
};

const respondQueueUrl = async (): Promise<string> => {
  try {
    const { QueueUrl: url } = await new SQSClient({}).send(
      new GetQueueUrlCommand({ QueueName: hubNames.respondQueue }),
    );
    return url ?? '';
  } catch (error) {
    throw hubFailure(error, `GetQueueUrl ${hubNames.respondQueue}`);
  }
};
