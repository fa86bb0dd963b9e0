import type { AccountId } from '../core/model/ids.ts';
import type { Instant } from '../core/model/instant.ts';
import type { AccountCoverage } from './sweep-ports.ts';

/** The row of an account that a run did not read. A step that is tried again counts once. */
export const failedRow = (
  accountId: AccountId,
  reason: string,
  before: AccountCoverage | null,
  runAt: Instant,
): AccountCoverage => ({
  ...(before ?? {}),
  accountId,
  runAt,
  coverage: 'failed',
  reason: reason.slice(0, 300),
  consecutiveFailures:
    before?.runAt === runAt && before.coverage === 'failed'
      ? before.consecutiveFailures
      : (before?.consecutiveFailures ?? 0) + 1,
});
