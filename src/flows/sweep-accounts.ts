import { type AccountSummary, sweptBatchEntry } from '../core/evidence/sweep-entries.ts';
import type { AccountInventory } from '../core/inventory/account-inventory.ts';
import type { AccountId } from '../core/model/ids.ts';
import { addDays, type Instant } from '../core/model/instant.ts';
import type { ExposureReadings } from './exposure-ports.ts';
import { failedRow } from './failed-row.ts';
import { inParallel } from './in-parallel.ts';
import { type InspectedAccount, inspectAccounts } from './inspect-accounts.ts';
import type { AccountSessions, Wait } from './inventory-ports.ts';
import type { JudgeChangeSettings } from './judge-change.ts';
import type {
  CaseTable,
  Clock,
  DomainEvents,
  FederationUses,
  FlowOutcome,
  Ledger,
  MemberAccounts,
  RoleCases,
} from './ports.ts';
import { reconcileCases } from './reconcile-cases.ts';
import type {
  AccountCases,
  AccountCoverage,
  AccountList,
  CoverageTable,
  FirstMessages,
  RoleMemory,
} from './sweep-ports.ts';
import { sweepRoles } from './sweep-roles.ts';
import { tellRootKeys } from './tell-root-keys.ts';
import { tellSweptKeys } from './tell-swept-keys.ts';

export interface SweepAccountsPorts {
  readonly clock: Clock;
  readonly wait: Wait;
  readonly sessions: AccountSessions;
  readonly members: MemberAccounts;
  readonly exposures?: ExposureReadings;
  readonly list: AccountList;
  readonly coverage: CoverageTable;
  readonly cases: CaseTable;
  readonly accountCases: AccountCases;
  readonly firstMessages: FirstMessages;
  readonly roles: RoleCases;
  readonly roleMemory: RoleMemory;
  readonly uses: FederationUses;
  readonly ledger: Ledger;
  readonly events: DomainEvents;
  readonly digest: (text: string) => string;
}

/** One batch of one run. */
export interface SweepBatch {
  /** When the run began; it names the run too. */
  readonly startedAt: Instant;
  readonly batch: number;
  readonly accountIds: readonly AccountId[];
}

/** An account of the run, as the stories about its keys and roles need it. */
export interface SweptAccount {
  readonly accountId: AccountId;
  readonly accountName: string;
  readonly ous: readonly string[] | undefined;
  readonly runAt: Instant;
  /** Since when every event of the account should have come; absent before the first reading. */
  readonly watchedSince?: Instant;
}

/** Accounts whose cases are worked on side by side, once their reports are read. */
const atOnce = 10;

/** Roles are judged when they change, and all of them this often. */
const judgeRolesEveryDays = 7;

/**
 * Reads the keys of a batch of accounts and brings their cases into line. An account that cannot be
 * read, or whose story fails, is a row that says so and takes no other with it.
 */
export const sweepAccounts = async (
  batch: SweepBatch,
  ports: SweepAccountsPorts,
  settings: JudgeChangeSettings,
): Promise<{
  readonly outcome: FlowOutcome;
  readonly counts: { readonly read: number; readonly failed: number };
}> => {
  const { accountIds } = batch;
  const before = new Map(
    await inParallel(accountIds, atOnce, async (accountId) => {
      const row = await ports.coverage.read(accountId);
      return [accountId, row] as const;
    }),
  );
  const inspected = await inspectAccounts(
    ports,
    accountIds.map((accountId) => {
      const lastReportAt = before.get(accountId)?.reportAt;
      return { accountId, ...(lastReportAt === undefined ? {} : { lastReportAt }) };
    }),
    // Ids are read for the few keys that there is something to say about, riskiest first.
    { needsIds: () => false },
  );
  const rows = await inParallel(inspected, atOnce, (one) =>
    sweepOne(one, before.get(one.accountId) ?? null, batch, ports, settings),
  );
  await ports.ledger.append([
    sweptBatchEntry(
      batch,
      rows.map(({ summary }) => summary),
    ),
  ]);
  const failed = rows.filter(({ row }) => row.coverage === 'failed').length;
  const told = rows.reduce((sum, { summary }) => sum + (summary.told ?? 0), 0);
  const waiting = rows.reduce((sum, { summary }) => sum + (summary.waiting ?? 0), 0);
  const problem = rows
    .filter(({ row }) => row.coverage === 'failed')
    .map(({ row }) => `${row.accountId}: ${row.reason}`)[0];
  return {
    outcome: {
      ...(problem === undefined ? {} : { subject: problem }),
      did: `swept ${rows.length} accounts: ${told} keys told${waiting === 0 ? '' : `, ${waiting} wait`}${failed === 0 ? '' : `, ${failed} accounts not read`}`,
    },
    counts: { read: rows.length - failed, failed },
  };
};

interface SweptRow {
  readonly row: AccountCoverage;
  readonly summary: AccountSummary;
}

const sweepOne = async (
  one: InspectedAccount,
  before: AccountCoverage | null,
  { startedAt }: SweepBatch,
  ports: SweepAccountsPorts,
  settings: JudgeChangeSettings,
): Promise<SweptRow> => {
  if (one.coverage === 'failed') {
    return notRead(one.accountId, one.reason, one.calls, before, startedAt, ports);
  }
  try {
    return await readAccount(one.inventory, before, startedAt, ports, settings);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return notRead(one.accountId, why, one.inventory.calls, before, startedAt, ports);
  }
};

const readAccount = async (
  inventory: AccountInventory,
  before: AccountCoverage | null,
  runAt: Instant,
  ports: SweepAccountsPorts,
  settings: JudgeChangeSettings,
): Promise<SweptRow> => {
  const { accountId } = inventory;
  const { configuration } = settings;
  const listed = await ports.list.read(accountId);
  const account: SweptAccount = {
    accountId,
    accountName: listed?.name ?? accountId,
    ous: listed?.ous,
    runAt,
    ...(before?.firstReadAt === undefined ? {} : { watchedSince: before.firstReadAt }),
  };
  const cases = await ports.accountCases.ofAccount(accountId);
  const member = await ports.members.reading(accountId);
  const written = await reconcileCases(account, inventory, cases, member, ports, configuration);
  const { told, waiting } = await tellSweptKeys(
    account,
    inventory,
    cases,
    member,
    ports,
    configuration,
  );
  await tellRootKeys(account, inventory, cases, ports, configuration);
  const isRolesTurn =
    before?.rolesJudgedAt === undefined ||
    addDays(before.rolesJudgedAt, judgeRolesEveryDays) <= runAt;
  const roles = isRolesTurn
    ? await sweepRoles(account, before?.firstReadAt, member, ports, settings)
    : undefined;
  const rolesJudgedAt = roles?.status === 'judged' ? runAt : before?.rolesJudgedAt;
  const row: AccountCoverage = {
    accountId,
    runAt,
    coverage: 'read',
    firstReadAt: before?.firstReadAt ?? ports.clock.now(),
    lastReadAt: ports.clock.now(),
    consecutiveFailures: 0,
    reportAt: inventory.reportAt,
    keys: inventory.keys.length,
    ...(rolesJudgedAt === undefined ? {} : { rolesJudgedAt }),
  };
  await ports.coverage.write(row);
  return {
    row,
    summary: {
      accountId,
      coverage: 'read' as const,
      reportAt: inventory.reportAt,
      users: inventory.users.length,
      keys: inventory.keys.length,
      oddities: inventory.oddities,
      calls: inventory.calls,
      casesWritten: written,
      told,
      waiting,
      ...(roles === undefined ? {} : { roles: roles.summary }),
    },
  };
};

const notRead = async (
  accountId: AccountId,
  reason: string,
  calls: Readonly<Record<string, number>>,
  before: AccountCoverage | null,
  runAt: Instant,
  ports: SweepAccountsPorts,
): Promise<SweptRow> => {
  const row = failedRow(accountId, reason, before, runAt);
  await ports.coverage.write(row);
  return {
    row,
    summary: { accountId, coverage: 'failed' as const, reason, calls, told: 0, waiting: 0 },
  };
};
