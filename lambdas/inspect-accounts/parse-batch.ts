import * as z from 'zod/mini';
import { InputError } from '../../src/core/model/errors.ts';
import { type AccountId, parseAccountId } from '../../src/core/model/ids.ts';
import { parseInstant } from '../../src/core/model/instant.ts';
import type { SweepBatch } from '../../src/flows/sweep-accounts.ts';

const batchSchema = z.object({
  startedAt: z.string(),
  batch: z.number(),
  accountIds: z.array(z.string()),
});

/** The input that the state machine gives one batch. @throws InputError that lists every fault */
export const parseBatch = (input: unknown): SweepBatch => {
  const parsed = batchSchema.safeParse(input);
  const startedAt = parseInstant(parsed.data?.startedAt);
  const accountIds = parsed.data?.accountIds.map(parseAccountId) ?? [];
  if (parsed.success && startedAt !== undefined && !accountIds.includes(undefined)) {
    return { startedAt, batch: parsed.data.batch, accountIds: accountIds as AccountId[] };
  }
  throw new InputError(
    'The input is no batch of a sweep. Start the state machine lastkey-sweep rather than this function.',
    parsed.success
      ? ['startedAt: expected a time, accountIds: expected account IDs']
      : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
  );
};
