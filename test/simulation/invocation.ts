import type { ExceptionRecord } from '../../src/core/keys/exception.ts';
import type { AccessKeyId } from '../../src/core/model/ids.ts';
import type { Random } from './random.ts';
import { minuteMs, type VirtualTime } from './virtual-time.ts';
import type { Weather } from './weather.ts';

/** What one invocation of a function was told by the world, newest last: the oracle asks. */
export interface Seen {
  /** When the keys of a user were read, by `account/user`; absent when the newest read failed. */
  readonly keys: Map<string, number>;
  readonly lastUse: Map<AccessKeyId, number>;
  /** The exceptions of a user as they were read, by `account/user`. */
  readonly exceptions: Map<string, readonly ExceptionRecord[]>;
  stopSwitch?: { readonly at: number; readonly state: 'go' | 'stop' };
}

/** One run of one function: a process that can die. */
export interface Invocation {
  /** What it was called for: `respond due/…`. */
  readonly name: string;
  readonly body: unknown;
  readonly startedAt: number;
  readonly seen: Seen;
  /** Why it did not come to its end by itself. */
  fault?: string;
  /** Lambda freezes the process: what still runs in it gets no further. */
  end(): void;
  /** Calls the world: time may pass, the process may die, the answer may be lost. */
  call<Result>(action: string, effect: () => Result | Promise<Result>): Promise<Result>;
}

/** Lambda ends a function before its claims lapse (180 seconds). */
const queueTimeoutMs = 170_000;

/** Thrown by every call of a process that is gone. */
export class Died extends Error {}

export const invocationsOf = (
  time: VirtualTime,
  random: Random,
  weather: () => Weather,
): ((name: string, body: unknown, timeoutMs?: number) => Invocation) => {
  return (name, body, timeoutMs = queueTimeoutMs) => {
    let isDead = false;
    const startedAt = time.nowMs();
    const seen: Seen = { keys: new Map(), lastUse: new Map(), exceptions: new Map() };
    const pause = async (): Promise<void> => {
      if (random.chance(weather().latency)) await time.sleep(random.whole(5, minuteMs / 3));
    };
    const strike = (when: string, action: string): void => {
      const { dies, fails } = weather();
      if (random.chance(dies) || time.nowMs() - startedAt > timeoutMs) isDead = true;
      if (isDead) {
        invocation.fault ??= `died ${when} ${action}`;
        throw new Died(invocation.fault);
      }
      if (random.chance(fails)) {
        invocation.fault = `no answer ${when} ${action}`;
        throw new Error(invocation.fault);
      }
    };
    const invocation: Invocation = {
      name,
      body,
      startedAt,
      seen,
      end: () => {
        isDead = true;
      },
      call: async (action, effect) => {
        await pause();
        strike('before', action);
        const result = await effect();
        strike('after', action);
        await pause();
        if (isDead) throw new Died(invocation.fault);
        return result;
      },
    };
    return invocation;
  };
};

/** Puts every method of a port behind {@link Invocation.call}; `ready` ones are there already. */
export const through = <Port extends object>(
  invocation: Invocation,
  name: string,
  port: Port,
  ready: Readonly<Record<string, unknown>> = {},
): Port =>
  new Proxy(port, {
    get: (target, method: string) =>
      ready[method] ??
      ((...given: never[]) =>
        invocation.call(`${name}.${method}`, () =>
          (target as Record<string, (...given: never[]) => unknown>)[method]?.(...given),
        )),
  });
