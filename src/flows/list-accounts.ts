import type { Configuration } from '../core/model/configuration.ts';
import { LastkeyError } from '../core/model/errors.ts';
import type { AccountId } from '../core/model/ids.ts';
import type { Instant } from '../core/model/instant.ts';
import { inBatches } from './in-batches.ts';
import type { FlowOutcome } from './ports.ts';
import type { AccountList, ListedAccount, OrganizationListing } from './sweep-ports.ts';

export interface ListAccountsPorts {
  readonly organization: OrganizationListing;
  readonly list: AccountList;
}

/** How many accounts one invocation inspects. */
export const accountsABatch = 50;

/**
 * Step Functions passes no more than 256 KiB from state to state. Some is left for what else travels.
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const mostBytes = 240 * 1024;

const writesAtOnce = 25;

/**
 * Lists the organization's accounts, keeps what has changed of them, and answers the ids of those to
 * sweep in batches. The ids are all that travels: 10,000 accounts take 150 KB.
 * @param listedAt since when accounts that are new to the list count as listed: the start of the run
 * @throws LastkeyError when the list cannot be read whole, or holds no active account
 */
export const listAccounts = async (
  ports: ListAccountsPorts,
  { organization }: Pick<Configuration, 'organization'>,
  listedAt: Instant,
): Promise<{
  readonly outcome: FlowOutcome;
  readonly batches: readonly (readonly AccountId[])[];
}> => {
  const [listed, kept] = await Promise.all([ports.organization.all(), ports.list.all()]);
  const active = listed.filter(({ isActive }) => isActive);
  requireActive(active, listed.length);
  const changed = changesOf(listed, kept, listedAt);
  await inBatches(changed, writesAtOnce, (account) => ports.list.write(account));
  const left = new Set(organization.exclude.map(({ account }) => account));
  const batches = inGroups(
    active.map(({ accountId }) => accountId).filter((accountId) => !left.has(accountId)),
  );
  requireFits(batches);
  const swept = batches.reduce((sum, batch) => sum + batch.length, 0);
  return {
    outcome: {
      did: `listed ${listed.length} accounts: ${swept} to sweep, ${changed.length} changed`,
    },
    batches,
  };
};

/** What differs from what is kept, and what is not listed any more. */
const changesOf = (
  listed: readonly ListedAccount[],
  kept: readonly ListedAccount[],
  listedAt: Instant,
): readonly ListedAccount[] => {
  const before = new Map(kept.map((account) => [account.accountId, account]));
  const now = new Set(listed.map(({ accountId }) => accountId));
  const gone = kept.filter(({ accountId, state }) => !now.has(accountId) && state !== 'LEFT');
  return [
    ...listed
      .filter((account) => !isSame(account, before.get(account.accountId)))
      .map((account) => ({
        ...account,
        listedSince: sinceOf(before.get(account.accountId)) ?? listedAt,
      })),
    ...gone.map((account) => ({ ...account, isActive: false, state: 'LEFT' })),
  ];
};

/** An account that has left and comes back is new. */
const sinceOf = (before: ListedAccount | undefined): Instant | undefined =>
  before?.state === 'LEFT' ? undefined : before?.listedSince;

const isSame = (one: ListedAccount, other: ListedAccount | undefined): boolean =>
  one.name === other?.name &&
  one.state === other.state &&
  (one.ous ?? []).join('/') === (other.ous ?? []).join('/');

const inGroups = (accountIds: readonly AccountId[]): readonly (readonly AccountId[])[] =>
  Array.from({ length: Math.ceil(accountIds.length / accountsABatch) }, (_, index) =>
    accountIds.slice(index * accountsABatch, (index + 1) * accountsABatch),
  );

const requireActive = (active: readonly ListedAccount[], all: number): void => {
  if (active.length > 0) return;
  throw new LastkeyError(
    'no-active-account',
    `AWS Organizations lists ${all} accounts and none of them is ACTIVE, which cannot be. Nothing was swept. Run "aws organizations list-accounts" and compare; upgrade lastkey if AWS has changed the answer.`,
    { retry: 'no' },
  );
};

const requireFits = (batches: readonly (readonly AccountId[])[]): void => {
  const { length } = JSON.stringify(batches);
  if (length <= mostBytes) return;
  throw new LastkeyError(
    'too-many-accounts',
    `The list of accounts takes ${length} bytes; a state machine passes at most ${mostBytes} on. Nothing was swept. Leave accounts out with organization.exclude, or run a second hub for another organization.`,
    { retry: 'no' },
  );
};
