import * as z from 'zod/mini';
import { mostThumbprints } from '../../src/core/federation/thumbprints/repair-proposal.ts';
import type { ThumbprintRepair } from '../../src/core/federation/thumbprints/thumbprint-repair.ts';
import { LastkeyError } from '../../src/core/model/errors.ts';
import { type AccountId, parseAccountId } from '../../src/core/model/ids.ts';
import { type Instant, parseInstant } from '../../src/core/model/instant.ts';

const thumbprints = z
  .array(z.string().check(z.regex(/^[0-9A-Fa-f]{40}$/)))
  .check(z.maxLength(mostThumbprints));

const schema = z.object({
  id: z.string().check(z.minLength(1)),
  accountId: z.custom<AccountId>((value) => parseAccountId(value) !== undefined),
  providerArn: z.string().check(z.regex(/^arn:[\w-]+:iam::\d{12}:oidc-provider\/.+$/)),
  issuer: z.string().check(z.startsWith('https://')),
  step: z.enum(['add', 'remove']),
  from: thumbprints,
  to: thumbprints.check(z.minLength(1)),
  at: z.custom<Instant>((value) => parseInstant(value) !== undefined),
});

/** A request as it comes from the queue. Whatever is not one is refused, not guessed at. */
export const parseThumbprintRepair = (body: unknown): ThumbprintRepair => {
  const parsed = z.safeParse(schema, body);
  if (parsed.success) return parsed.data;
  throw new LastkeyError(
    'bad-request',
    `The repair queue holds something that is not a request: ${parsed.error.issues
      .map((issue) => issue.path.join('.'))
      .join(', ')}. Nothing was done; look at the dead-letter queue.`,
    { retry: 'no' },
  );
};
