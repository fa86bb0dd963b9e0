/**
 * The organization's clock: real time plus an offset. The offset lies in shared memory so that the
 * worker threads that run the functions see the same time at once.
 */
export interface ShiftedClock {
  /** Milliseconds since the epoch, shifted. */
  now(): number;
  /** Moves the clock forward; time never goes back. */
  advance(milliseconds: number): void;
  /** One signed 64-bit integer: the offset in milliseconds. */
  readonly offset: SharedArrayBuffer;
}

/** @param startAt milliseconds since the epoch that the clock shows now; real time when absent */
export const shiftedClock = (startAt?: number): ShiftedClock => {
  const offset = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
  const cell = new BigInt64Array(offset);
  if (startAt !== undefined) Atomics.store(cell, 0, BigInt(Math.round(startAt - Date.now())));
  return {
    offset,
    now: () => Date.now() + Number(Atomics.load(cell, 0)),
    advance(milliseconds) {
      if (!(milliseconds >= 0)) {
        throw new RangeError(
          `The clock moves forward only: got ${milliseconds} ms, expected zero or more.`,
        );
      }
      Atomics.add(cell, 0, BigInt(Math.round(milliseconds)));
    },
  };
};
