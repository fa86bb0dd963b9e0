import { LastkeyError } from '../../core/model/errors.ts';
import { errorName, isThrottle, mayRetry } from './aws-failure.ts';

/**
 * A failed call that carried a secret, there or back. What AWS or the SDK wrote into the error may
 * repeat what was sent or answered, so only its name is kept: no message, no cause.
 */
export const secretlessFailure = (error: unknown, call: string): LastkeyError =>
  new LastkeyError(
    'aws-call-failed',
    `${call} failed: ${isThrottle(error) ? 'throttled' : plainName(error)}.`,
    { retry: mayRetry(error) },
  );

/** A name is a word; anything else is not a name. */
const plainName = (error: unknown): string => {
  const name = errorName(error);
  return /^[A-Za-z]{1,60}$/.test(name) ? name : 'an error without a plain name';
};
