import type { Configuration } from '../../core/model/configuration.ts';
import { unknown } from '../../core/model/fact.ts';
import type { AccountId } from '../../core/model/ids.ts';
import { type Instant, instantOf } from '../../core/model/instant.ts';
import { inParallel } from '../../flows/in-parallel.ts';
import { type InspectedAccount, inspectAccounts } from '../../flows/inspect-accounts.ts';
import type { CallCounts, Wait } from '../../flows/inventory-ports.ts';
import type { ListedAccount } from '../../flows/sweep-ports.ts';
import type { Io } from '../output.ts';
import type { AccountReading } from './account-reading.ts';
import type { AwsWorld } from './aws-world.ts';
import { exclusionOf } from './exclusion-of.ts';
import { needsIds } from './needs-ids.ts';
import { readInspected } from './read-inspected.ts';

export interface LiveOptions {
  readonly organization?: true;
  /** With its path: `lastkey/lastkey-read`. */
  readonly roleName?: string;
  readonly fast?: true;
}

/** Somebody waits at the terminal: AWS makes a small report in seconds, a large one in a minute. */
const latePasses = [1, 2, 4, 8, 15, 30];

/** Accounts whose users are read at a time. */
const atOnce = 10;

const systemWait: Wait = (seconds) =>
  new Promise((resolve) => {
    setTimeout(resolve, seconds * 1000);
  });

/**
 * Reads the account of the caller's credentials, or every account of its organization through a role
 * in each; the caller's own account always by its own credentials. One account that fails takes no
 * other with it.
 * @throws LastkeyError without credentials, or when the accounts cannot be listed
 */
export const readLiveAccounts = async (
  options: LiveOptions,
  configuration: Configuration,
  now: Instant,
  io: Io,
  wait: Wait = systemWait,
): Promise<{ readonly readings: readonly AccountReading[]; readonly calls: CallCounts }> => {
  // The SDK is a second's work to load on a small machine, and a snapshot needs none of it.
  const { awsWorld } = await import('./aws-world.ts');
  const world = await awsWorld(options.roleName ?? 'OrganizationAccountAccessRole');
  const listed =
    options.organization === true ? await world.listAccounts() : [alone(world.callerAccountId)];
  const reasons = new Map(
    listed.map(({ accountId, state }) => [accountId, exclusionOf(accountId, state, configuration)]),
  );
  const asked = listed.filter(({ accountId }) => reasons.get(accountId) === undefined);
  const fast = options.fast === true;
  const inspected = await inspectAccounts(
    {
      sessions: world.sessions,
      clock: { now: () => instantOf(Date.now()) },
      wait: (seconds) => {
        io.note(`lastkey: waiting ${seconds} s for AWS to make credential reports`);
        return wait(seconds);
      },
    },
    asked,
    {
      needsIds: needsIds(fast, configuration, now),
      withServiceCredentials: !fast,
      latePasses,
      onInspected: progressOf(asked.length, io),
    },
  );
  const outcomes = new Map(
    await inParallel(inspected, atOnce, async (account) => {
      const details = await detailsOf(account, fast, world);
      return [account.accountId, readInspected(account, details, fast)] as const;
    }),
  );
  return {
    readings: listed.map(({ accountId, name, ous }) => ({
      accountId,
      name,
      ous,
      outcome: outcomes.get(accountId) ?? {
        coverage: 'excluded',
        reason: reasons.get(accountId) ?? 'not asked for',
      },
    })),
    calls: sum([world.calls(), ...inspected.map(callsOf)]),
  };
};

/** Without the organization, an account has no name and no unit that could be read. */
const alone = (accountId: AccountId): ListedAccount => ({
  accountId,
  name: accountId,
  isActive: true,
  state: 'ACTIVE',
  ous: undefined,
});

const detailsOf = (account: InspectedAccount, fast: boolean, world: AwsWorld) => {
  const isNeeded = !fast && account.coverage === 'read' && account.inventory.keys.length > 0;
  return isNeeded
    ? world.userDetails(account.accountId)
    : unknown('not asked for', 'GetAccountAuthorizationDetails', 'yes');
};

const callsOf = (account: InspectedAccount): CallCounts =>
  account.coverage === 'read' ? account.inventory.calls : account.calls;

const sum = (all: readonly CallCounts[]): CallCounts => {
  const total: Record<string, number> = {};
  for (const calls of all) {
    for (const [action, count] of Object.entries(calls)) {
      total[action] = (total[action] ?? 0) + count;
    }
  }
  return total;
};

/** A line on stderr now and then, where there is more than one account to wait for. */
const progressOf = (accounts: number, io: Io) => {
  const every = Math.max(1, Math.ceil(accounts / 20));
  let done = 0;
  return (account: InspectedAccount): void => {
    done += 1;
    if (accounts < 2 || (done % every !== 0 && done !== accounts)) return;
    const failed = account.coverage === 'failed' ? `; ${account.accountId} failed` : '';
    io.note(`lastkey: ${done} of ${accounts} accounts looked at${failed}`);
  };
};
