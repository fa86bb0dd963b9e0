/** What goes wrong, in Slack's own terms. */
export type FaultKind =
  /** 429 with `Retry-After`. */
  | 'rate-limited'
  /** HTTP 500. */
  | 'server-error'
  /** No answer; the connection stays open until the client gives up. Nothing was done. */
  | 'time-out'
  /** The work is done and the connection breaks before the answer. */
  | 'lost-answer'
  | 'token-revoked'
  | 'archived-channel'
  | 'unknown-user'
  /** Any other Slack error code. */
  | { readonly error: string };

export interface FaultRule {
  readonly fault: FaultKind;
  /** `chat.postMessage`, …, or `response_url`; every method when absent. */
  readonly method?: string;
  /** Id or `#name`; every channel when absent. */
  readonly channel?: string;
  /** How many calls it hits; without end when absent. */
  readonly times?: number;
  /** 0 to 1, drawn from the seed; 1 when absent. */
  readonly probability?: number;
  /** For `rate-limited`; 30 when absent. */
  readonly retryAfterSeconds?: number;
}

export interface FiredFault {
  readonly fault: FaultKind;
  readonly method: string;
  readonly channel?: string;
}

export interface Faults {
  /** @returns takes the rule back */
  add(rule: FaultRule): () => void;
  clear(): void;
  /** Every fault that hit a call, in order. */
  fired(): readonly FiredFault[];
}

/** Where in the workspace a call goes: every way to name its channel. */
export interface CallTarget {
  readonly method: string;
  readonly channelNames: readonly string[];
}

/** Small and repeatable, for faults with a probability; no security rests on it (mulberry32). */
const seededRandom = (seed: number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** @returns the faults to hand out, and `draw`, which picks what hits one call */
export const createFaults = (
  seed: number,
): { faults: Faults; draw(target: CallTarget): FaultRule | undefined } => {
  const random = seededRandom(seed);
  let rules: { rule: FaultRule; left: number }[] = [];
  const fired: FiredFault[] = [];
  const applies = (rule: FaultRule, { method, channelNames }: CallTarget) =>
    (rule.method === undefined || rule.method === method) &&
    (rule.channel === undefined || channelNames.includes(rule.channel));
  return {
    faults: {
      add(rule) {
        const entry = { rule, left: rule.times ?? Number.POSITIVE_INFINITY };
        rules = [...rules, entry];
        return () => {
          rules = rules.filter((other) => other !== entry);
        };
      },
      clear() {
        rules = [];
      },
      fired: () => [...fired],
    },
    draw(target) {
      const entry = rules.find(
        ({ rule, left }) =>
          left > 0 &&
          applies(rule, target) &&
          (rule.probability === undefined || random() < rule.probability),
      );
      if (entry === undefined) return undefined;
      entry.left -= 1;
      const [channel] = target.channelNames;
      fired.push({
        fault: entry.rule.fault,
        method: target.method,
        ...(channel === undefined ? {} : { channel }),
      });
      return entry.rule;
    },
  };
};
