import { type Instant, instantOf, parseInstant } from '../../core/model/instant.ts';

/**
 * A date as some version of the AWS CLI writes it: ISO 8601 with or without fractions of a second,
 * or seconds since 1970 (`cli_timestamp_format` and the first version's JSON services).
 */
export const snapshotInstant = (value: unknown): Instant | undefined =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 8.64e12
    ? instantOf(Math.round(value * 1000))
    : parseInstant(value);
