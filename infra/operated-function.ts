import { join } from 'node:path';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type CfnFunction,
  Code,
  Function as LambdaFunction,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Alarms } from './alarms.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';
import type { Environments, FunctionName } from './environments.ts';
import { FlowQueue } from './flow-queue.ts';
import { functionRole, nameOfRole, physicalName, rolePath } from './names.ts';

export interface OperatedFunctionProps<Name extends FunctionName> {
  readonly name: Name;
  /** For people who look at the function: what it does, in one line. */
  readonly description: string;
  /** Exactly what the function reads at its cold start: a forgotten variable does not compile. */
  readonly environment: Environments[Name];
  /** A queue, which delivers again by itself and keeps the dead letters, or an event without one. */
  readonly calledBy:
    | FlowQueue
    | { readonly event: 'schedule' | 'http' | 'state-machine'; readonly timeout: Duration };
  /** MB, and so a share of a CPU; 512 when absent. */
  readonly memorySize?: number;
  /** File in `runbooks/` with a section for each alarm of the function. */
  readonly runbook: `${Name}.md`;
  readonly alarms: Alarms;
  /** Folder of the built functions. */
  readonly bundles: string;
}

/**
 * The only way to make a function: own role without a managed policy, log group with a retention,
 * dead-letter queue, alarms and a runbook.
 */
export class OperatedFunction<Name extends FunctionName = FunctionName> extends Construct {
  readonly name: Name;
  readonly lambda: LambdaFunction;
  /** What could not be processed after every retry; kept for 14 days. */
  readonly deadLetters: Queue;
  readonly role: Role;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: OperatedFunctionProps<Name>) {
    super(scope, id);
    this.name = props.name;
    this.logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${physicalName(props.name)}`,
      retention: RetentionDays.THREE_MONTHS,
      // The record of what lastkey did is the ledger; logs go with the stack.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', {
      roleName: nameOfRole(functionRole(props.name)),
      path: rolePath,
      description: props.description,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    const { calledBy } = props;
    const queued = calledBy instanceof FlowQueue;
    this.deadLetters = queued
      ? calledBy.deadLetters
      : deadLetterQueue(this, 'DeadLetters', props.name);
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName: physicalName(props.name),
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(join(props.bundles, props.name)),
      role: this.role,
      logGroup: this.logGroup,
      timeout: queued ? calledBy.functionTimeout : calledBy.timeout,
      memorySize: props.memorySize ?? 512,
      environment: {
        ...definedOnly(props.environment),
        POWERTOOLS_SERVICE_NAME: props.name,
        POWERTOOLS_METRICS_NAMESPACE: 'lastkey',
      },
    });
    this.allow(
      'WriteLogs',
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      [this.logGroup.logGroupArn],
    );
    if (queued) calledBy.feed(this);
    else this.keepDeadLetters();
    this.addAlarms(props);
  }

  /** Adds one statement to the function's role. `sid` says what for. */
  allow(
    sid: string,
    actions: readonly string[],
    resources: readonly string[],
    conditions?: Record<string, Record<string, string | string[]>>,
  ): void {
    this.role.addToPolicy(
      new PolicyStatement({
        sid,
        effect: Effect.ALLOW,
        actions: [...actions],
        resources: [...resources],
        ...(conditions === undefined ? {} : { conditions }),
      }),
    );
  }

  /** Asynchronous invocations are tried three times in all, then kept. */
  private keepDeadLetters(): void {
    this.allow('KeepDeadLetters', ['sqs:SendMessage'], [this.deadLetters.queueArn]);
    const { defaultChild } = this.lambda.node;
    (defaultChild as CfnFunction).deadLetterConfig = { targetArn: this.deadLetters.queueArn };
  }

  private addAlarms({ alarms, runbook, name, calledBy }: OperatedFunctionProps<Name>): void {
    alarms.add(this, 'DeadLetterAlarm', {
      name: `${name}-dead-letter`,
      runbook: `${runbook}#dead-letter`,
      says: `${name} gave up on at least one message. It waits in ${physicalName(name)}-dead-letter for 14 days.`,
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: 'Maximum',
      }),
      threshold: 1,
    });
    alarms.add(this, 'ErrorsAlarm', {
      name: `${name}-errors`,
      runbook: `${runbook}#errors`,
      says: `${name} failed or was throttled in three periods of five minutes in a row.`,
      metric: new MathExpression({
        expression: 'errors + throttles',
        usingMetrics: {
          errors: this.lambda.metricErrors({ statistic: 'Sum' }),
          throttles: this.lambda.metricThrottles({ statistic: 'Sum' }),
        },
        period: Duration.minutes(5),
        label: `${name} errors and throttles`,
      }),
      threshold: 1,
      periods: 3,
    });
    if (!(calledBy instanceof FlowQueue)) return;
    alarms.add(this, 'QueueAgeAlarm', {
      name: `${name}-queue-age`,
      runbook: `${runbook}#queue-age`,
      says: `A message has waited for ${name} for an hour or longer.`,
      metric: calledBy.queue.metricApproximateAgeOfOldestMessage({
        period: Duration.minutes(5),
        statistic: 'Maximum',
      }),
      threshold: 3600,
    });
  }
}

const definedOnly = (environment: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
