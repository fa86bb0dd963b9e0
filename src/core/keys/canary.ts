import { addDays, type Instant } from '../model/instant.ts';

/** The first acts that lastkey ever made by itself; absent before the first. */
export interface Canary {
  readonly startedAt: Instant;
  readonly acts: number;
}

/** A mistake in the configuration shows on a few keys, and a day later everywhere. */
export const canaryDays = 1;

/**
 * How many keys the canary still lets through; `all` once its day has passed. Acts that a person
 * asked for are not counted.
 * @param limit `limits.canary`
 */
export const canaryAllows = (
  canary: Canary | null,
  limit: number,
  now: Instant,
): number | 'all' => {
  if (canary === null) return limit;
  if (now >= addDays(canary.startedAt, canaryDays)) return 'all';
  return Math.max(0, limit - canary.acts);
};
