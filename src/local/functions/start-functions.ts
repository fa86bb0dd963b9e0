import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ObservedLog } from '../aws/observed-log.ts';
import { observedLog } from '../aws/observed-log.ts';
import type { LocalAws } from '../aws/start-aws.ts';
import type { DeployedStack } from '../aws/template/deploy-stack.ts';
import type { Execution } from '../stepfunctions/run-state-machine.ts';
import { startStateMachines } from '../stepfunctions/start-state-machines.ts';
import { firesBetween, isCron } from './cron-expression.ts';
import { deployedFunctions } from './deployed-function.ts';
import { eventSource, eventSourceMappings } from './event-source.ts';
import { functionEnvironment, writeTaskRoot } from './function-environment.ts';
import type { FunctionPool, Invocation } from './function-pool.ts';
import { functionPool } from './function-pool.ts';
import { httpRoutes, startHttpApi } from './http-api.ts';
import type { Idle } from './idle.ts';
import { waitUntilIdle } from './idle.ts';
import { scheduleEvent, schedules } from './schedules.ts';

export interface FunctionsOptions {
  readonly aws: LocalAws;
  readonly stack: DeployedStack;
  /** One folder a function, each with its bundle, `configuration.json` and `package.json`. */
  readonly functionsFolder: string;
  /** Instead of the `configuration.json` beside each bundle. */
  readonly configuration?: unknown;
  /** For every function; wins over the template. */
  readonly environment?: Readonly<Record<string, string>>;
  /** How many batches of one queue may be under way at once; 1 when absent. */
  readonly concurrency?: number;
}

export interface FunctionLog {
  readonly functionName: string;
  readonly line: string;
}

/** A message that nobody could process. */
export interface DeadLetter {
  readonly queueName: string;
  readonly messageId: string;
  readonly body: string;
}

/** The template's functions, running behind their queues, routes and schedules. */
export interface Functions {
  /** The HTTP API; a route's path is the template's. */
  readonly url: string;
  /** Every invocation that ended, failed ones with their error. */
  readonly invocations: ObservedLog<Invocation>;
  readonly logs: ObservedLog<FunctionLog>;
  /** Invokes and waits for the answer. @param name in AWS, or its folder's name */
  invoke(name: string, event: unknown): Promise<Invocation>;
  /** As Lambda does with an asynchronous event: three attempts, then the dead-letter queue. */
  invokeAsynchronously(name: string, event: unknown): Promise<Invocation>;
  /** Every execution of a state machine that ended. */
  readonly executions: ObservedLog<Execution>;
  /** Runs a state machine as its schedule would, and waits for its end. @param name in AWS, or the end of it */
  execute(name: string): Promise<Execution>;
  /** Lets a schedule fire now. @param name the schedule's, or its function's folder name */
  fire(name: string): Promise<Invocation>;
  /** Names of the schedules of functions that fire by the clock between two moments, the first excluded. */
  firing(from: number, to: number): readonly string[];
  deadLetters(): Promise<readonly DeadLetter[]>;
  /** Resolves when nothing more happens by itself. Rejects after `timeoutMs`, 30 seconds when absent. */
  idle(timeoutMs?: number): Promise<Idle>;
  close(): Promise<void>;
}

const asynchronousAttempts = 3;

export const startFunctions = async (options: FunctionsOptions): Promise<Functions> => {
  const { aws, stack } = options;
  const { clock, random } = aws.organization;
  const invocations = observedLog<Invocation>('an invocation');
  const logs = observedLog<FunctionLog>('a log line');
  const parts = { now: clock.now, newId: random.uuid, invocations };
  const temporary =
    options.configuration === undefined ? null : await mkdtemp(join(tmpdir(), 'lastkey-'));
  const configured =
    temporary === null ? null : await writeTaskRoot(temporary, options.configuration);

  const pools: readonly FunctionPool[] = deployedFunctions(stack, options.functionsFolder).map(
    (deployed) =>
      functionPool(
        deployed,
        {
          clockOffset: clock.offset,
          environment: functionEnvironment(
            deployed,
            aws,
            stack.accountId,
            configured ?? deployed.folder,
            options.environment ?? {},
          ),
          onLog: (line) => logs.append({ functionName: deployed.functionName, line }),
        },
        parts,
      ),
  );
  const poolOf = (name: string): FunctionPool => {
    const pool = pools.find(
      ({ deployed }) => deployed.functionName === name || deployed.purpose === name,
    );
    if (pool) return pool;
    const names = pools.map(({ deployed }) => deployed.purpose).join(', ');
    throw new Error(`There is no function ${name}; the template has ${names}.`);
  };

  let active = 0;
  const counted = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    active += 1;
    try {
      return await work();
    } finally {
      active -= 1;
    }
  };
  const invoke: Functions['invoke'] = (name, event) => counted(() => poolOf(name).invoke(event));
  const invokeAsynchronously: Functions['invokeAsynchronously'] = (name, event) =>
    counted(async () => {
      const pool = poolOf(name);
      let invocation = await pool.invoke(event);
      for (let attempt = 2; attempt <= asynchronousAttempts; attempt += 1) {
        if (invocation.answer.status === 'succeeded') return invocation;
        invocation = await pool.invoke(event);
      }
      const { deadLetterQueue } = pool.deployed;
      if (invocation.answer.status === 'failed' && deadLetterQueue !== undefined) {
        await aws.sqs.call('SendMessage', {
          QueueUrl: aws.sqs.queueUrl(deadLetterQueue),
          MessageBody: JSON.stringify(event),
        });
      }
      return invocation;
    });

  const api = await startHttpApi(httpRoutes(stack), {
    ...parts,
    accountId: stack.accountId,
    invoke,
  });
  const sources = eventSourceMappings(stack).map((mapping) =>
    eventSource(
      mapping,
      poolOf(mapping.functionName),
      aws.sqs,
      stack.region,
      options.concurrency ?? 1,
    ),
  );
  const known = schedules(stack, aws.organization);
  const stateMachines = startStateMachines(stack, known, {
    organization: aws.organization,
    invoke: (functionArn, payload) => invoke(functionArn.split(':').at(-1) ?? '', payload),
  });
  const deadLetterQueues = [...aws.sqs.queueNames].filter(
    (name) => !sources.some(({ mapping }) => mapping.queueName === name),
  );

  return {
    url: api.url,
    invocations,
    logs,
    invoke,
    invokeAsynchronously,
    fire(name) {
      const schedule = known.find(
        (candidate) => candidate.name === name || candidate.targetName === poolNameOf(pools, name),
      );
      if (!schedule) {
        throw new Error(
          `There is no schedule ${name}; the template has ${known.map((one) => one.name).join(', ')}.`,
        );
      }
      const { accountId, region } = stack;
      const place = { accountId, region, id: random.uuid(), now: clock.now() };
      return invokeAsynchronously(schedule.targetName, scheduleEvent(schedule, place));
    },
    firing: (from, to) =>
      known
        .filter(({ starts, expression }) => starts === 'function' && isCron(expression))
        .filter(({ expression, timeZone }) => firesBetween(expression, timeZone, from, to))
        .map(({ name }) => name),
    executions: stateMachines.executions,
    execute: (name) => counted(() => stateMachines.execute(name)),
    async deadLetters() {
      const letters: DeadLetter[] = [];
      for (const queueName of deadLetterQueues) {
        const { ready, inFlight } = await aws.sqs.contents(queueName);
        for (const { messageId, body } of [...ready, ...inFlight]) {
          letters.push({ queueName, messageId, body });
        }
      }
      return letters;
    },
    idle: (timeoutMs = 30_000) =>
      waitUntilIdle(
        {
          sources,
          sqs: aws.sqs,
          settled: aws.settled,
          isBusy: () => active + api.active() > 0,
          progress: () =>
            aws.calls.all().length + aws.deliveries.all().length + invocations.all().length,
        },
        timeoutMs,
      ),
    async close() {
      const stopping = sources.map((source) => source.stop());
      await Promise.all([api.close(), ...pools.map((pool) => pool.close())]);
      // The long polls end with the queue engine.
      await aws.close();
      await Promise.all(stopping);
      if (temporary !== null) await rm(temporary, { recursive: true, force: true });
    },
  };
};

const poolNameOf = (pools: readonly FunctionPool[], purpose: string): string | undefined =>
  pools.find(({ deployed }) => deployed.purpose === purpose)?.deployed.functionName;
