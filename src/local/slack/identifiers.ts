/** Ids that Slack would make up. They depend on the clock given and on order only: runs repeat. */
export interface Identifiers {
  /** A message timestamp, `1700000000.000100`: unique in the workspace and always rising. */
  ts(): string;
  /** `V` gives `V000000001`, `V000000002`, … */
  next(prefix: string): string;
}

/** @param now milliseconds since the epoch */
export const createIdentifiers = (now: () => number): Identifiers => {
  let lastMicroseconds = 0;
  let count = 0;
  return {
    ts() {
      lastMicroseconds = Math.max(now() * 1000, lastMicroseconds + 100);
      const seconds = Math.floor(lastMicroseconds / 1_000_000);
      return `${seconds}.${String(Math.floor(lastMicroseconds % 1_000_000)).padStart(6, '0')}`;
    },
    next(prefix) {
      count += 1;
      return `${prefix}${String(count).padStart(9, '0')}`;
    },
  };
};
