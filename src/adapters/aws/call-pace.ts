import { isThrottle } from './aws-failure.ts';
import { type TokenBucket, type TokenBucketOptions, tokenBucket } from './token-bucket.ts';

/** One pace for everything that a process calls: both the sweep and `scan` read accounts through it. */
export interface CallPace {
  /** STS counts a cross-account `AssumeRole` against the caller: one limit for all accounts. */
  readonly sts: TokenBucket;
  /** IAM counts by account and action. The buckets of one account go with what holds this. */
  iamOfOneAccount(): (action: string) => TokenBucket;
}

/**
 * STS takes 600 calls a second and account in a region, shared by everything that runs there: three
 * quarters are ours. IAM's rates are unpublished: 15 a second for each action is what others run at.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const callPace = (
  clock: Pick<TokenBucketOptions, 'now' | 'sleep'>,
  rates: { readonly stsPerSecond?: number; readonly iamPerSecond?: number } = {},
): CallPace => ({
  sts: tokenBucket({ ...clock, perSecond: rates.stsPerSecond ?? 450 }),
  iamOfOneAccount() {
    const buckets = new Map<string, TokenBucket>();
    return (action) => {
      const existing = buckets.get(action);
      if (existing !== undefined) return existing;
      const bucket = tokenBucket({ ...clock, perSecond: rates.iamPerSecond ?? 15 });
      buckets.set(action, bucket);
      return bucket;
    };
  },
});

/** The pace of a running process. */
export const systemPace = (rates?: Parameters<typeof callPace>[1]): CallPace =>
  callPace(
    {
      now: () => performance.now(),
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    },
    rates,
  );

/** Where `pacedAttempts` stands: inside the SDK's own retries. */
export const insideRetries = {
  name: 'pacedAttempts',
  relation: 'after',
  toMiddleware: 'retryMiddleware',
  override: true,
} as const;

/**
 * SDK middleware that makes every attempt wait for its token, counts it, and tells the bucket of
 * throttles. Inside the SDK's retries, a retry is paced and counted like a first attempt.
 */
export const pacedAttempts =
  (pace: {
    readonly bucketOf: (action: string) => TokenBucket;
    readonly count: (action: string) => void;
  }) =>
  <Args, Answer>(
    next: (args: Args) => Promise<Answer>,
    context: { readonly commandName?: string },
  ) =>
  async (args: Args): Promise<Answer> => {
    const action = (context.commandName ?? 'unknown').replace(/Command$/, '');
    const bucket = pace.bucketOf(action);
    const takenAt = await bucket.take();
    pace.count(action);
    try {
      return await next(args);
    } catch (error) {
      if (isThrottle(error)) bucket.throttled(takenAt);
      throw error;
    }
  };
