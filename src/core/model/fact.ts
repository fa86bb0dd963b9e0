import type { Instant } from './instant.ts';

/**
 * Something read from the world: known with its source and time, or unknown with the reason.
 * Unknown is never treated as no (invariant 2).
 */
export type Fact<T> =
  | { readonly known: true; readonly value: T; readonly at: Instant; readonly source: string }
  | {
      readonly known: false;
      readonly reason: string;
      /** Whether reading again later may help: throttled and timed out yes, denied no. */
      readonly retry: 'yes' | 'no';
      readonly source: string;
    };

export const known = <T>(value: T, at: Instant, source: string): Fact<T> => ({
  known: true,
  value,
  at,
  source,
});

export const unknown = (
  reason: string,
  source: string,
  retry: 'yes' | 'no' = 'no',
): Fact<never> => ({
  known: false,
  reason,
  retry,
  source,
});
