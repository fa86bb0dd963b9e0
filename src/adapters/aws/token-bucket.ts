/** Paces calls against one limit of AWS, and learns from throttles what the limit is now. */
export interface TokenBucket {
  /** Resolves when the next call may be made; callers go in the order they came. */
  take(): Promise<number>;
  /** AWS throttled the call that took its token at `takenAt`: halves the rate. */
  throttled(takenAt: number): void;
  /** Calls a second at this moment. */
  rate(): number;
}

export interface TokenBucketOptions {
  /** Calls a second that AWS is expected to take. */
  readonly perSecond: number;
  /** Calls that may go at once after a pause. Default: a tenth of a second's, at least one. */
  readonly burst?: number;
  /** Milliseconds, from any start. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** However hard AWS throttles, one call in so many seconds still goes out. */
const slowestShare = 1 / 32;
/** Of the expected rate, given back each second while nothing is throttled. */
const recoveredPerSecond = 1 / 40;
/** Near the rate that was throttled last, recovery probes much more slowly. */
const carefulPerSecond = 1 / 400;

/**
 * A rate that halves on a throttle and recovers slowly. Throttles of calls that were on their way
 * before the rate was halved are of the same event and do not halve it again.
 */
export const tokenBucket = ({
  perSecond,
  now,
  sleep,
  ...options
}: TokenBucketOptions): TokenBucket => {
  const burst = options.burst ?? Math.max(1, perSecond / 10);
  let allowed = perSecond;
  /** The rate that met the last throttle. */
  let ceiling = Number.POSITIVE_INFINITY;
  let adjustedAt = now();
  let halvedAt = Number.NEGATIVE_INFINITY;
  let tokens = burst;
  let filledAt = now();
  let turn: Promise<unknown> = Promise.resolve();

  const recover = (): void => {
    const seconds = (now() - adjustedAt) / 1000;
    adjustedAt = now();
    const share = allowed < ceiling * 0.8 ? recoveredPerSecond : carefulPerSecond;
    allowed = Math.min(perSecond, allowed + perSecond * share * seconds);
  };
  const fill = (): void => {
    recover();
    tokens = Math.min(burst, tokens + ((now() - filledAt) / 1000) * allowed);
    filledAt = now();
  };
  const wait = async (): Promise<number> => {
    fill();
    while (tokens < 1) {
      await sleep(Math.max(1, Math.ceil(((1 - tokens) / allowed) * 1000)));
      fill();
    }
    tokens -= 1;
    return now();
  };

  return {
    take() {
      const mine = turn.then(wait);
      turn = mine.catch(() => undefined);
      return mine;
    },
    throttled(takenAt) {
      if (takenAt <= halvedAt) return;
      recover();
      ceiling = allowed;
      allowed = Math.max(perSecond * slowestShare, allowed / 2);
      halvedAt = now();
      tokens = Math.min(tokens, 0);
    },
    rate() {
      recover();
      return allowed;
    },
  };
};
