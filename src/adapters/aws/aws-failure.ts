import { LastkeyError } from '../../core/model/errors.ts';
import { type Fact, unknown } from '../../core/model/fact.ts';

/** Error names that AWS uses for "slow down"; the SDK has retried already when we see one. */
const throttles =
  /^(Throttl|TooManyRequests|RequestLimitExceeded|LimitExceeded|SlowDown|ProvisionedThroughput|RequestThrottled|BandwidthLimit)/;

/** Errors that the same call will meet again until somebody changes a permission or the input. */
const permanent =
  /^(AccessDenied|UnauthorizedOperation|InvalidClientTokenId|ValidationError|OptInRequired|MalformedPolicy|NoSuchEntity|AWSOrganizationsNotInUse)/;

/** The name of an AWS error without its trailing `Exception`: services disagree on it. */
export const errorName = (error: unknown): string =>
  error instanceof Error ? error.name.replace(/Exception$/, '') : 'Unknown';

export const isNamed = (error: unknown, name: string): boolean => errorName(error) === name;

/** Whether AWS refused a call for coming too soon after others, by name or by status. */
export const isThrottle = (error: unknown): boolean =>
  throttles.test(errorName(error)) ||
  (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode === 429;

/** Whether the same call may succeed later. What we cannot place is worth another try. */
export const mayRetry = (error: unknown): 'yes' | 'no' =>
  permanent.test(errorName(error)) ? 'no' : 'yes';

/** An AWS error as an unknown fact (invariant 2). */
export const unknownFrom = (error: unknown, source: string): Fact<never> =>
  unknown(describe(error), source, mayRetry(error));

/** An AWS error where a fact will not do: the story cannot go on. */
export const failureFrom = (error: unknown, call: string): LastkeyError =>
  new LastkeyError('aws-call-failed', `${call} failed: ${describe(error)}.`, {
    retry: mayRetry(error),
    cause: error,
  });

const describe = (error: unknown): string => {
  const name = errorName(error);
  if (throttles.test(name)) return `throttled (${name})`;
  if (name === 'AccessDenied') return 'access denied';
  return error instanceof Error ? `${name}: ${error.message.slice(0, 200)}` : String(error);
};
