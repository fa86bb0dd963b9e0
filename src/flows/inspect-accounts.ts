import type {
  AccountInventory,
  InventoryKey,
  InventoryUser,
} from '../core/inventory/account-inventory.ts';
import { readCredentialReport } from '../core/inventory/read-credential-report.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { unknown } from '../core/model/fact.ts';
import type { AccountId } from '../core/model/ids.ts';
import { epochMs, type Instant } from '../core/model/instant.ts';
import { inParallel } from './in-parallel.ts';
import { identifyKeys } from './inspect-account-keys.ts';
import type {
  AccountSession,
  AccountSessions,
  CallCounts,
  ReadFailure,
  ReportAnswer,
  Wait,
} from './inventory-ports.ts';
import type { Clock } from './ports.ts';

export interface InspectionPorts {
  readonly sessions: AccountSessions;
  readonly clock: Clock;
  readonly wait: Wait;
}

export interface AccountToInspect {
  readonly accountId: AccountId;
  /** When the newest report that we saw was made: saves asking for one that AWS would not make. */
  readonly lastReportAt?: Instant;
}

export interface InspectionOptions {
  /** Whose key ids are worth a `ListAccessKeys`. Asked for every user but root, whose keys it cannot list. */
  needsIds(user: InventoryUser, keys: readonly InventoryKey[]): boolean;
  /** Also `ListServiceSpecificCredentials`: one call more for each account. */
  readonly withServiceCredentials?: boolean;
  /** Seconds to wait before each later look at accounts that were not ready. Default: one, of 20. */
  readonly latePasses?: readonly number[];
  /** Accounts at a time. Default 50. */
  readonly atOnce?: number;
  /** Called once for each account, as soon as its outcome is final. */
  onInspected?(account: InspectedAccount): void;
}

export type InspectedAccount =
  | {
      readonly accountId: AccountId;
      readonly coverage: 'read';
      readonly inventory: AccountInventory;
    }
  | ({
      readonly accountId: AccountId;
      readonly coverage: 'failed';
      readonly calls: CallCounts;
    } & ReadFailure);

/**
 * What keys the accounts of one batch have, in two waves: every account is asked to make its
 * credential report, then every report is fetched with the same credentials. AWS makes the reports
 * meanwhile, so that nothing waits. Three calls an account, `AssumeRole` included, however many users
 * and keys it has; two when a report younger than four hours is remembered.
 *
 * Accounts that were not ready, or throttled, are looked at again in a later pass of the whole batch.
 * One that fails is an outcome and takes no other with it. Outcomes come in the order of `accounts`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export const inspectAccounts = async (
  ports: InspectionPorts,
  accounts: readonly AccountToInspect[],
  options: InspectionOptions,
): Promise<readonly InspectedAccount[]> => {
  const atOnce = options.atOnce ?? 50;
  const all = accounts.map((account): Progress => ({ account, isRequested: false, calls: {} }));
  const step = (members: readonly Progress[], work: (one: Progress) => Promise<void>) =>
    inParallel(members, atOnce, (one) => contained(one, work, options));

  await step(all, (one) => openAndRequest(ports, one));
  await step(unfinished(all), async (one) => {
    await fetchReport(one, options);
    if (isWithoutReport(one) && one.session !== undefined) await request(one, one.session);
  });
  for (const seconds of options.latePasses ?? [20]) {
    const late = unfinished(all);
    if (late.length === 0) break;
    await ports.wait(seconds);
    await step(late, async (one) => {
      await openAndRequest(ports, one);
      await fetchReport(one, options);
    });
  }
  return all.map((one) => one.outcome ?? giveUp(one, options));
};

/** How far one account has come. */
interface Progress {
  readonly account: AccountToInspect;
  session?: AccountSession;
  /** AWS accepted to make a report, or is known to have one. */
  isRequested: boolean;
  /** Why there is no outcome yet. */
  failure?: ReadFailure;
  /** Why AWS would not make a report, when that is what happened last. */
  refusal?: ReadFailure;
  calls: CallCounts;
  outcome?: InspectedAccount;
}

const unfinished = (all: readonly Progress[]): readonly Progress[] =>
  all.filter(({ outcome }) => outcome === undefined);

/** A report is not made again before this. */
const reportLifeMs = 4 * 3_600_000;

const openAndRequest = async (ports: InspectionPorts, one: Progress): Promise<void> => {
  if (one.session === undefined) {
    const opened = await ports.sessions.open(one.account.accountId);
    if (opened.status === 'failed') {
      one.failure = opened;
      one.calls = addCalls(one.calls, opened.calls);
      return;
    }
    one.session = opened.session;
    const last = one.account.lastReportAt;
    const age = last && epochMs(ports.clock.now()) - epochMs(last);
    one.isRequested = age !== undefined && age < reportLifeMs;
  }
  if (!one.isRequested) await request(one, one.session);
};

/** A refusal is no failure yet: a report that was made before may be there to read. */
const request = async (one: Progress, session: AccountSession): Promise<void> => {
  const answer = await session.requestReport();
  one.isRequested = answer.status === 'accepted';
  if (answer.status === 'refused') one.refusal = answer;
  else delete one.refusal;
};

const fetchReport = async (one: Progress, options: InspectionOptions): Promise<void> => {
  if (one.session === undefined) return;
  const answer = await one.session.report();
  if (answer.status === 'read') {
    finish(one, await readAccount(one.account.accountId, one.session, answer, options), options);
    return;
  }
  one.failure = failureOf(answer, one.refusal);
  if (answer.status === 'expired' || answer.status === 'not-present') one.isRequested = false;
};

const isWithoutReport = ({ outcome, isRequested, refusal }: Progress): boolean =>
  outcome === undefined && !isRequested && refusal === undefined;

const failureOf = (
  answer: Exclude<ReportAnswer, { status: 'read' }>,
  refusal: ReadFailure | undefined,
): ReadFailure => {
  switch (answer.status) {
    case 'failed':
      return answer;
    case 'in-progress':
      return { reason: 'AWS was still making the credential report', retry: 'yes' };
    case 'expired':
    case 'not-present': {
      const state =
        answer.status === 'expired'
          ? 'the credential report is older than four hours'
          : 'there is no credential report';
      if (refusal === undefined) return { reason: state, retry: 'yes' };
      return {
        reason: `${state}, and a new one was refused: ${refusal.reason}`,
        retry: refusal.retry,
      };
    }
  }
};

const readAccount = async (
  accountId: AccountId,
  session: AccountSession,
  answer: Extract<ReportAnswer, { status: 'read' }>,
  options: InspectionOptions,
): Promise<InspectedAccount> => {
  const report = readCredentialReport(answer.rows, { accountId, at: answer.generatedAt });
  const identified = await identifyKeys(accountId, session, report, options.needsIds);
  const serviceCredentials = options.withServiceCredentials
    ? await session.serviceCredentials()
    : unknown('not asked for', 'ListServiceSpecificCredentials', 'yes');
  return {
    accountId,
    coverage: 'read',
    inventory: {
      accountId,
      reportAt: answer.generatedAt,
      ...identified,
      oddities: report.oddities,
      serviceCredentials,
      calls: session.calls(),
    },
  };
};

/** What goes wrong in one account stays there, and is said. */
const contained = async (
  one: Progress,
  work: (one: Progress) => Promise<void>,
  options: InspectionOptions,
): Promise<void> => {
  try {
    await work(one);
  } catch (error) {
    one.failure = {
      reason: error instanceof Error ? error.message : String(error),
      retry: error instanceof LastkeyError ? error.retry : 'yes',
    };
  }
  if (one.outcome === undefined && one.failure?.retry === 'no') giveUp(one, options);
};

const giveUp = (one: Progress, options: InspectionOptions): InspectedAccount => {
  const { reason, retry } = one.failure ?? { reason: 'nothing answered', retry: 'yes' };
  const calls = addCalls(one.calls, one.session?.calls() ?? {});
  const { accountId } = one.account;
  return finish(one, { accountId, coverage: 'failed', reason, retry, calls }, options);
};

const finish = (
  one: Progress,
  outcome: InspectedAccount,
  options: InspectionOptions,
): InspectedAccount => {
  one.outcome = outcome;
  options.onInspected?.(outcome);
  return outcome;
};

const addCalls = (some: CallCounts, more: CallCounts): CallCounts => {
  const sum: Record<string, number> = { ...some };
  for (const [action, count] of Object.entries(more)) sum[action] = (sum[action] ?? 0) + count;
  return sum;
};
