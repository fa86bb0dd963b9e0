import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { DeployedFunction } from './deployed-function.ts';
import { workerSource } from './worker-source.ts';

export interface FunctionFailure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: string;
}
export type FunctionAnswer =
  | { readonly status: 'succeeded'; readonly result: unknown }
  | ({ readonly status: 'failed' } & FunctionFailure);

/** One execution environment of a function: one invocation at a time. */
export interface FunctionWorker {
  invoke(event: unknown, requestId: string): Promise<FunctionAnswer>;
  readonly isBusy: () => boolean;
  close(): Promise<void>;
}

export interface WorkerOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly clockOffset: SharedArrayBuffer;
  readonly onLog: (line: string) => void;
}

type Reply = { readonly result: string } | { readonly failure: FunctionFailure };

/**
 * Runs a function's bundle in a worker thread with an environment of its own. The thread starts
 * with the first invocation, and anew after a crash or a time-out.
 */
export const functionWorker = (
  deployed: DeployedFunction,
  options: WorkerOptions,
): FunctionWorker => {
  let worker: Worker | null = null;
  let busy = false;

  const start = (): Worker => {
    const started = new Worker(workerSource, {
      eval: true,
      env: { ...options.environment },
      stdout: true,
      stderr: true,
      workerData: {
        bundle: deployed.bundle,
        exportName: deployed.exportName,
        clockOffset: options.clockOffset,
      },
    });
    for (const stream of [started.stdout, started.stderr]) {
      createInterface({ input: stream }).on('line', options.onLog);
    }
    started.unref();
    return started;
  };

  const stop = async (): Promise<void> => {
    const stopped = worker;
    worker = null;
    await stopped?.terminate();
  };

  const answerOf = (event: unknown, requestId: string): Promise<FunctionAnswer> =>
    new Promise((resolve) => {
      worker ??= start();
      const current = worker;
      const settle = (answer: FunctionAnswer): void => {
        clearTimeout(timer);
        current.removeAllListeners('message');
        current.removeAllListeners('error');
        current.removeAllListeners('exit');
        resolve(answer);
      };
      const failed = (errorType: string, errorMessage: string): void => {
        settle({ status: 'failed', errorType, errorMessage, trace: '' });
        void stop();
      };
      const timer = setTimeout(
        () =>
          failed(
            'Sandbox.Timedout',
            `Task timed out after ${(deployed.timeoutMs / 1000).toFixed(2)} seconds`,
          ),
        deployed.timeoutMs,
      );
      current.once('error', (error: Error) => failed('Runtime.UnhandledError', String(error)));
      current.once('exit', (code) =>
        failed('Runtime.ExitError', `Runtime exited with error: exit status ${code}`),
      );
      current.once('message', (reply: Reply) => {
        if ('result' in reply) {
          settle({ status: 'succeeded', result: JSON.parse(reply.result) as unknown });
        } else {
          settle({ status: 'failed', ...reply.failure });
        }
      });
      current.postMessage({
        event,
        context: {
          awsRequestId: requestId,
          functionName: deployed.functionName,
          functionVersion: '$LATEST',
          invokedFunctionArn: deployed.arn,
          memoryLimitInMB: String(deployed.memoryMb),
          logGroupName: `/aws/lambda/${deployed.functionName}`,
          logStreamName: 'local',
          timeoutMs: deployed.timeoutMs,
        },
      });
    });

  return {
    isBusy: () => busy,
    async invoke(event, requestId) {
      busy = true;
      try {
        return await answerOf(event, requestId);
      } finally {
        busy = false;
      }
    },
    close: stop,
  };
};
