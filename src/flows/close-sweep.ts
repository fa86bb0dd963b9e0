import { sweepEventTypes } from '../core/events/sweep-event.ts';
import { closedSweepEntries, type Gap } from '../core/evidence/sweep-entries.ts';
import type { Configuration } from '../core/model/configuration.ts';
import type { Instant } from '../core/model/instant.ts';
import { failedRow } from './failed-row.ts';
import { inParallel } from './in-parallel.ts';
import type { Clock, DomainEvents, FlowOutcome, Ledger } from './ports.ts';
import type { AccountCoverage, AccountList, CoverageTable, ListedAccount } from './sweep-ports.ts';

export interface CloseSweepPorts {
  readonly clock: Clock;
  readonly list: AccountList;
  readonly coverage: CoverageTable;
  readonly ledger: Ledger;
  readonly events: DomainEvents;
}

export interface SweepCounts {
  readonly read: number;
  readonly failed: number;
  readonly excluded: number;
  /** Not read for {@link runsToTell} runs in a row or more. */
  readonly notRead: number;
}

/** Runs in a row without a reading after which somebody is told, and rung. */
export const runsToTell = 3;
/** And told again. */
const remindEveryRuns = 7;

const writesAtOnce = 25;
const mostLines = 20;
const mostAccounts = 50;

/**
 * Ends a run: every account of the organization was read, failed, or was left out by somebody. An
 * account without a row of this run is one whose batch did not finish; nothing is called clean because
 * nobody said anything (invariant 9).
 */
export const closeSweep = async (
  startedAt: Instant,
  ports: CloseSweepPorts,
  configuration: Configuration,
): Promise<{ readonly outcome: FlowOutcome; readonly counts: SweepCounts }> => {
  const [listed, rows] = await Promise.all([ports.list.all(), ports.coverage.all()]);
  const byAccount = new Map(rows.map((row) => [row.accountId, row]));
  const accounts = listed.filter(({ state }) => state !== 'LEFT');
  const excluded = accounts.flatMap((account) =>
    exclusionOf(
      account,
      isOfRun(byAccount.get(account.accountId), startedAt),
      startedAt,
      configuration,
    ),
  );
  const left = new Set(excluded.map(({ accountId }) => accountId));
  const swept = accounts.filter(({ accountId }) => !left.has(accountId));
  const closed = swept.map(({ accountId }) => {
    const row = byAccount.get(accountId) ?? null;
    return row !== null && isOfRun(row, startedAt)
      ? { row, isNew: false }
      : { row: failedRow(accountId, 'its batch did not finish', row, startedAt), isNew: true };
  });
  await inParallel(
    closed.filter(({ isNew }) => isNew),
    writesAtOnce,
    ({ row }) => ports.coverage.write(row),
  );
  const failed = closed.map(({ row }) => row).filter(({ coverage }) => coverage === 'failed');
  const notRead = failed.filter(({ consecutiveFailures }) => consecutiveFailures >= runsToTell);
  const counts = {
    read: closed.length - failed.length,
    failed: failed.length,
    excluded: excluded.length,
    notRead: notRead.length,
  };
  await ports.ledger.append(
    closedSweepEntries(startedAt, counts, [...failed.map(gapOf), ...excluded]),
  );
  await tellGaps(notRead, accounts, startedAt, ports, configuration);
  return {
    outcome: {
      did: `closed: ${counts.read} accounts read, ${counts.failed} not read, ${counts.excluded} left out`,
    },
    counts,
  };
};

/** A later run may have begun meanwhile: what it says is as good. */
const isOfRun = (row: AccountCoverage | undefined, startedAt: Instant): boolean =>
  row !== undefined && row.runAt >= startedAt;

/** Who left an account out, and why; nothing for an account that was to be read. */
const exclusionOf = (
  { accountId, state, isActive, listedSince }: ListedAccount,
  isSwept: boolean,
  startedAt: Instant,
  { organization }: Configuration,
): readonly (Gap & { readonly accountId: string })[] => {
  const own = organization.exclude.find(({ account }) => account === accountId);
  const gap = (by: string, reason: string): readonly Gap[] => [
    { accountId, coverage: 'excluded', by, reason },
  ];
  if (own !== undefined) return gap(own.by, own.reason);
  if (!isActive) return gap('AWS Organizations', `the account is ${state}`);
  return !isSwept && listedSince !== undefined && listedSince > startedAt
    ? gap('lastkey', 'it joined while the run was under way; the next one reads it')
    : [];
};

const gapOf = ({ accountId, reason = 'unknown', consecutiveFailures }: AccountCoverage): Gap => ({
  accountId,
  coverage: 'failed',
  reason,
  runs: consecutiveFailures,
});

/** Told when it is news, and once a week while it lasts. */
const tellGaps = async (
  notRead: readonly AccountCoverage[],
  accounts: readonly ListedAccount[],
  startedAt: Instant,
  ports: CloseSweepPorts,
  { owners }: Configuration,
): Promise<void> => {
  const isNews = notRead.some(
    ({ consecutiveFailures }) => (consecutiveFailures - runsToTell) % remindEveryRuns === 0,
  );
  if (!isNews) return;
  const names = new Map(accounts.map(({ accountId, name }) => [accountId, name]));
  const shown = notRead.slice(0, mostLines);
  await ports.events.publish([
    {
      type: sweepEventTypes['coverage-gap'],
      detail: {
        version: 1,
        noticeKind: 'sweep',
        topic: 'coverage-gap',
        accountIds: notRead.slice(0, mostAccounts).map(({ accountId }) => accountId),
        title: notRead.length === 1 ? 'An account is not read' : 'Accounts are not read',
        lines: shown.map(
          ({ accountId, consecutiveFailures, reason }) =>
            `${names.get(accountId) ?? accountId} (${accountId}): not read in ${consecutiveFailures} runs, ${reason}`,
        ),
        more: notRead.length - shown.length,
        advice: 'Nothing is known about their keys. Runbook: sweep.md',
        contacts: [owners.fallback],
        noticeId: `coverage-gap/${startedAt}`,
        at: ports.clock.now(),
      },
    },
  ]);
};
