declare const instant: unique symbol;

/** A moment: RFC 3339 in UTC with milliseconds. Sorts as text. */
export type Instant = string & { readonly [instant]: true };

export const dayMs = 86_400_000;

/** An instant from any ISO 8601 text with a zone; `undefined` for locale dates and anything else. */
export const parseInstant = (text: unknown): Instant | undefined => {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:?\d{2})$/.test(text)) {
    return undefined;
  }
  const ms = Date.parse(text);
  return Number.isFinite(ms) ? instantOf(ms) : undefined;
};

/** An instant from epoch milliseconds. */
export const instantOf = (epochMs: number): Instant => new Date(epochMs).toISOString() as Instant;

export const epochMs = (at: Instant): number => Date.parse(at);

export const addDays = (at: Instant, days: number): Instant =>
  instantOf(epochMs(at) + days * dayMs);

export const addSeconds = (at: Instant, seconds: number): Instant =>
  instantOf(epochMs(at) + seconds * 1000);

/** Whole and part days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: Instant, to: Instant): number =>
  (epochMs(to) - epochMs(from)) / dayMs;

/** `2026-11-23` */
export const dayOf = (at: Instant): string => at.slice(0, 10);
