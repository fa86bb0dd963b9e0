import * as z from 'zod/mini';
import { LastkeyError } from '../../src/core/model/errors.ts';
import {
  type AccessKeyId,
  type AccountId,
  parseAccessKeyId,
  parseAccountId,
} from '../../src/core/model/ids.ts';
import { type Instant, parseInstant } from '../../src/core/model/instant.ts';
import type { RotationRequest } from '../../src/flows/rotation-ports.ts';

const instant = z.custom<Instant>((value) => parseInstant(value) !== undefined);

const schema = z.object({
  id: z.string().check(z.minLength(1)),
  key: z.object({
    accountId: z.custom<AccountId>((value) => parseAccountId(value) !== undefined),
    userName: z.string().check(z.minLength(1)),
    accessKeyId: z.custom<AccessKeyId>((value) => parseAccessKeyId(value) !== undefined),
    createdAt: instant,
  }),
  at: instant,
});

/** A request as it comes from the queue. Whatever is not one is refused, not guessed at. */
export const parseRotationRequest = (body: unknown): RotationRequest => {
  const parsed = z.safeParse(schema, body);
  if (parsed.success) return parsed.data;
  throw new LastkeyError(
    'bad-request',
    `The rotation queue holds something that is not a request: ${parsed.error.issues
      .map((issue) => issue.path.join('.'))
      .join(', ')}. Nothing was done; look at the dead-letter queue.`,
    { retry: 'no' },
  );
};
