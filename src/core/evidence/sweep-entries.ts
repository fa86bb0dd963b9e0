import type { Instant } from '../model/instant.ts';
import { ledgerEntry } from './ledger-entries.ts';
import type { Json, LedgerEntry } from './ledger-entry.ts';

/** What a batch found in one account, or why it found nothing. */
export type AccountSummary =
  | {
      readonly accountId: string;
      readonly coverage: 'read';
      readonly reportAt: Instant;
      readonly users: number;
      readonly keys: number;
      readonly oddities: readonly string[];
      readonly calls: Readonly<Record<string, number>>;
      readonly casesWritten: number;
      readonly told: number;
      /** Keys to tell that wait for a later day. */
      readonly waiting: number;
      readonly roles?: Json;
    }
  | {
      readonly accountId: string;
      readonly coverage: 'failed';
      readonly reason: string;
      readonly calls: Readonly<Record<string, number>>;
      readonly told: 0;
      readonly waiting: 0;
    };

/** An entry has to fit into a DynamoDB item: fifty accounts with twenty long oddities each do. */
const mostOddities = 20;

/** The evidence of one batch: every account of it, read or not. The same batch records it once. */
export const sweptBatchEntry = (
  { startedAt, batch }: { readonly startedAt: Instant; readonly batch: number },
  accounts: readonly AccountSummary[],
): LedgerEntry =>
  ledgerEntry(
    'coverage',
    startedAt,
    `sweep/batch-${batch}`,
    'inspect-accounts',
    `sweep ${startedAt}`,
    {
      run: startedAt,
      batch,
      read: accounts.filter(({ coverage }) => coverage === 'read').length,
      failed: accounts.filter(({ coverage }) => coverage === 'failed').length,
      accounts: accounts.map(
        (account): Json =>
          account.coverage === 'failed'
            ? { ...account, reason: account.reason.slice(0, 200) }
            : {
                ...account,
                oddities: account.oddities
                  .slice(0, mostOddities)
                  .map((oddity) => oddity.slice(0, 200)),
              },
      ),
    },
  );

/** An account that a run has not read. */
export interface Gap {
  readonly accountId: string;
  readonly coverage: 'failed' | 'excluded';
  readonly reason: string;
  /** Who left it out. */
  readonly by?: string;
  /** Runs in a row without a reading. */
  readonly runs?: number;
}

/** An item of the ledger has 400 KB; an account with its reason takes less than 600 bytes. */
const gapsAnEntry = 500;

/** The end of a run: what was read, and every account that was not, with the reason. */
export const closedSweepEntries = (
  startedAt: Instant,
  counts: Readonly<Record<string, number>>,
  gaps: readonly Gap[],
): readonly LedgerEntry[] =>
  Array.from({ length: Math.max(1, Math.ceil(gaps.length / gapsAnEntry)) }, (_, page) =>
    ledgerEntry(
      'coverage',
      startedAt,
      `sweep/closed-${page}`,
      'close-sweep',
      `sweep ${startedAt}`,
      {
        run: startedAt,
        ...counts,
        gaps: gaps
          .slice(page * gapsAnEntry, (page + 1) * gapsAnEntry)
          .map((gap): Json => ({ ...gap, reason: gap.reason.slice(0, 300) })),
      },
    ),
  );
