import type { ObservedLog } from '../aws/observed-log.ts';
import type { DeployedFunction } from './deployed-function.ts';
import type { FunctionAnswer, FunctionWorker, WorkerOptions } from './function-worker.ts';
import { functionWorker } from './function-worker.ts';

/** One invocation, as the runner keeps it. */
export interface Invocation {
  readonly functionName: string;
  /** Such as `respond`. */
  readonly purpose: string;
  readonly requestId: string;
  /** Milliseconds since the epoch, by the organization's clock. */
  readonly at: number;
  /** Of real time. */
  readonly durationMs: number;
  readonly event: unknown;
  readonly answer: FunctionAnswer;
}

export interface FunctionPool {
  readonly deployed: DeployedFunction;
  invoke(event: unknown): Promise<Invocation>;
  close(): Promise<void>;
}

/**
 * The execution environments of one function: a free one, or another one, as Lambda does.
 * @param newId makes request ids
 */
export const functionPool = (
  deployed: DeployedFunction,
  options: WorkerOptions,
  parts: {
    readonly now: () => number;
    readonly newId: () => string;
    readonly invocations: ObservedLog<Invocation>;
  },
): FunctionPool => {
  const workers: FunctionWorker[] = [];
  const freeWorker = (): FunctionWorker => {
    const free = workers.find((worker) => !worker.isBusy());
    if (free) return free;
    const made = functionWorker(deployed, options);
    workers.push(made);
    return made;
  };
  return {
    deployed,
    async invoke(event) {
      const requestId = parts.newId();
      const at = parts.now();
      const started = performance.now();
      const answer = await freeWorker().invoke(event, requestId);
      const invocation = {
        functionName: deployed.functionName,
        purpose: deployed.purpose,
        requestId,
        at,
        durationMs: performance.now() - started,
        event,
        answer,
      };
      parts.invocations.append(invocation);
      return invocation;
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
};
