import * as z from 'zod/mini';
import { LastkeyError } from '../src/core/model/errors.ts';
import {
  type AccessKeyId,
  type AccountId,
  parseAccessKeyId,
  parseAccountId,
} from '../src/core/model/ids.ts';
import { type Instant, parseInstant } from '../src/core/model/instant.ts';

/** Parts of the requests that functions send one another through queues. */
export const instant = z.custom<Instant>((value) => parseInstant(value) !== undefined);
export const accountId = z.custom<AccountId>((value) => parseAccountId(value) !== undefined);
export const someText = z.string().check(z.minLength(1));
export const accessKey = z.object({
  accountId,
  userName: someText,
  accessKeyId: z.custom<AccessKeyId>((value) => parseAccessKeyId(value) !== undefined),
  createdAt: instant,
});

/**
 * A request as it comes from the queue. Whatever is not one is refused, not guessed at.
 * @param queue what the queue is called in the message: `respond`
 * @throws LastkeyError `bad-request`
 */
export const parseQueuedRequest = <Request>(
  schema: z.ZodMiniType<Request>,
  body: unknown,
  queue: string,
): Request => {
  const parsed = z.safeParse(schema, body);
  if (parsed.success) return parsed.data;
  throw new LastkeyError(
    'bad-request',
    `The ${queue} queue holds something that is not a request: ${parsed.error.issues
      .map((issue) => issue.path.join('.'))
      .join(', ')}. Nothing was done; look at the dead-letter queue.`,
    { retry: 'no' },
  );
};
