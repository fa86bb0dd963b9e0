import type { SeededRandom } from './seeded-random.ts';

/**
 * What goes wrong:
 * - `throttle`, `deny`, `fail`: the call answers an error and nothing is done
 * - `lose-answer`: the call is done, and then answers a 500
 * - `delay`: done after `delayMs` of real time
 * - `duplicate`: a call is done twice (as after a lost answer), an event reaches its rule twice
 * - `drop`: an event reaches no rule; a call gets no answer (the connection is closed)
 */
export type FaultEffect =
  | 'throttle'
  | 'deny'
  | 'fail'
  | 'lose-answer'
  | 'delay'
  | 'duplicate'
  | 'drop';

/** An absent criterion fits everything. The delivery of an event is service `events`, action `Deliver`. */
export interface FaultTarget {
  readonly service?: string;
  readonly action?: string;
  readonly accountId?: string;
  /** CloudTrail's `eventName`, for deliveries. */
  readonly eventName?: string;
}

export interface Fault {
  readonly on: FaultTarget;
  readonly effect: FaultEffect;
  /** How often it strikes at most; without end when absent. */
  readonly times?: number;
  /** Between 0 and 1; 1 when absent. The organization's seed decides. */
  readonly probability?: number;
  /** For `delay`; 100 when absent. */
  readonly delayMs?: number;
}

export interface Faults {
  /** Adds a fault; the answer takes it away again. */
  add(fault: Fault): () => void;
  clear(): void;
  /** The fault that strikes here, counted as used. */
  strike(target: FaultTarget): Fault | null;
}

const fits = (on: FaultTarget, target: FaultTarget): boolean =>
  (on.service === undefined || on.service === target.service) &&
  (on.action === undefined || on.action === target.action) &&
  (on.accountId === undefined || on.accountId === target.accountId) &&
  (on.eventName === undefined || on.eventName === target.eventName);

export const seededFaults = (random: SeededRandom): Faults => {
  const armed = new Map<Fault, number>();
  return {
    add(fault) {
      const own = { ...fault };
      armed.set(own, fault.times ?? Number.POSITIVE_INFINITY);
      return () => void armed.delete(own);
    },
    clear: () => armed.clear(),
    strike(target) {
      for (const [fault, left] of armed) {
        if (!fits(fault.on, target)) continue;
        if (fault.probability !== undefined && random.next() >= fault.probability) continue;
        if (left <= 1) armed.delete(fault);
        else armed.set(fault, left - 1);
        return fault;
      }
      return null;
    },
  };
};
