/** What the three steps of the sweep are called with and answer; ARNs of their functions. */
export interface SweepFunctions {
  readonly listAccounts: string;
  readonly inspectAccounts: string;
  readonly closeSweep: string;
}

/** Failures of Lambda itself, and of the way to it. */
const lambdaBusy = {
  ErrorEquals: [
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException',
  ],
  IntervalSeconds: 2,
  MaxAttempts: 6,
  BackoffRate: 2,
  JitterStrategy: 'FULL',
};

/** A step may be done twice: each is written to end in the same state. */
const anythingElse = {
  ErrorEquals: ['States.ALL'],
  IntervalSeconds: 30,
  MaxAttempts: 2,
  BackoffRate: 2,
  JitterStrategy: 'FULL',
};

const invoke = (functionArn: string, payload: object) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: functionArn, Payload: payload },
  Retry: [lambdaBusy, anythingElse],
});

/** Invocations at once: each paces its own calls, so this times its rate is the hub's rate at STS. */
export const batchesAtOnce = 10;

/**
 * The daily run: list the accounts, inspect them in batches side by side, close the run. Only account
 * IDs travel from state to state, because no more than 256 KiB may. A batch that fails after its
 * retries is tolerated, and its accounts are counted as not read when the run is closed.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 * @param partition of the deployment: it is part of the ARN of an integration
 */
export const sweepDefinition = (functions: SweepFunctions, partition: string): object =>
  inPartition(partition, {
    Comment: 'Reads the access keys of every account, once a day',
    StartAt: 'ListAccounts',
    States: {
      ListAccounts: {
        ...invoke(functions.listAccounts, { 'startedAt.$': '$$.Execution.StartTime' }),
        ResultSelector: {
          'startedAt.$': '$$.Execution.StartTime',
          'batches.$': '$.Payload.batches',
        },
        Next: 'InspectAccounts',
      },
      InspectAccounts: {
        Type: 'Map',
        Label: 'InspectAccounts',
        ItemsPath: '$.batches',
        ItemSelector: {
          'startedAt.$': '$.startedAt',
          'batch.$': '$$.Map.Item.Index',
          'accountIds.$': '$$.Map.Item.Value',
        },
        MaxConcurrency: batchesAtOnce,
        ToleratedFailurePercentage: 100,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'InspectBatch',
          States: {
            InspectBatch: {
              ...invoke(functions.inspectAccounts, {
                'startedAt.$': '$.startedAt',
                'batch.$': '$.batch',
                'accountIds.$': '$.accountIds',
              }),
              ResultSelector: { 'read.$': '$.Payload.read', 'failed.$': '$.Payload.failed' },
              End: true,
            },
          },
        },
        ResultPath: null,
        Next: 'CloseSweep',
      },
      CloseSweep: {
        ...invoke(functions.closeSweep, { 'startedAt.$': '$.startedAt' }),
        ResultSelector: { 'counts.$': '$.Payload' },
        End: true,
      },
    },
  });

const inPartition = (partition: string, definition: object): object =>
  JSON.parse(
    JSON.stringify(definition).replaceAll('arn:aws:states:::', `arn:${partition}:states:::`),
  );
