import { type Instant, instantOf } from '../../src/core/model/instant.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

/** Time that passes only when the next thing happens. Nobody waits for real. */
export interface VirtualTime {
  /** Epoch milliseconds. */
  nowMs(): number;
  now(): Instant;
  /** Runs something that ends at once. */
  at(ms: number, run: () => void): void;
  /** Starts something that goes on by itself and waits by {@link sleep} only. */
  start(ms: number, run: () => Promise<void>): void;
  sleep(ms: number): Promise<void>;
  /** Everything up to a moment, in the order of time. */
  runUntil(ms: number): Promise<void>;
}

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
  readonly goesOn: boolean;
}

/** Lets every promise that can go on go on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const virtualTime = (startMs: number): VirtualTime => {
  const heap: Entry[] = [];
  let current = startMs;
  let order = 0;
  const add = (at: number, goesOn: boolean, run: () => void): void => {
    order += 1;
    push(heap, { at: Math.max(at, current), order, run, goesOn });
  };
  return {
    nowMs: () => current,
    now: () => instantOf(current),
    at: (ms, run) => add(ms, false, run),
    start: (ms, run) => add(ms, true, () => void run()),
    sleep: (ms) => new Promise((resolve) => add(current + ms, true, resolve)),
    runUntil: async (ms) => {
      for (let first = heap[0]; first !== undefined && first.at <= ms; first = heap[0]) {
        pop(heap);
        current = first.at;
        first.run();
        if (first.goesOn) await settled();
      }
      current = ms;
    },
  };
};

const isBefore = (one: Entry, other: Entry): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

const push = (heap: Entry[], entry: Entry): void => {
  heap.push(entry);
  let place = heap.length - 1;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    if (!swapIfBefore(heap, place, parent)) return;
    place = parent;
  }
};

const pop = (heap: Entry[]): void => {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  heap[0] = last;
  let place = 0;
  for (;;) {
    const left = 2 * place + 1;
    const one = heap[left];
    if (one === undefined) return;
    const other = heap[left + 1];
    const child = other !== undefined && isBefore(other, one) ? left + 1 : left;
    if (!swapIfBefore(heap, child, place)) return;
    place = child;
  }
};

const swapIfBefore = (heap: Entry[], lower: number, upper: number): boolean => {
  const one = heap[lower];
  const other = heap[upper];
  if (one === undefined || other === undefined || !isBefore(one, other)) return false;
  heap[lower] = other;
  heap[upper] = one;
  return true;
};
