import type { Configuration } from '../../core/model/configuration.ts';
import { InputError } from '../../core/model/errors.ts';
import type { AccountId } from '../../core/model/ids.ts';
import type { Instant } from '../../core/model/instant.ts';
import { accountFolder, type Snapshot } from '../snapshot/open-snapshot.ts';
import type { AccountReading } from './account-reading.ts';
import { exclusionOf } from './exclusion-of.ts';
import { readSnapshotAccount } from './read-snapshot-account.ts';

/**
 * Every account of a snapshot: those of its `organization.json`, and those that only have a folder.
 * A bad file fails its account and no other.
 * @param now when the snapshot is taken to be read
 */
export const readSnapshotAccounts = async (
  snapshot: Snapshot,
  configuration: Pick<Configuration, 'organization'>,
  now: Instant,
): Promise<readonly AccountReading[]> => {
  const listed = new Map(
    (snapshot.organization ?? []).map((account) => [account.accountId, account]),
  );
  const ids = new Set<AccountId>([...listed.keys(), ...snapshot.accountIds]);
  const readings: AccountReading[] = [];
  for (const accountId of [...ids].sort()) {
    const account = listed.get(accountId);
    const reason = exclusionOf(accountId, account?.state, configuration);
    readings.push({
      accountId,
      name: account?.name ?? accountId,
      ous: account?.ous,
      outcome:
        reason === undefined
          ? await contained(snapshot, accountId, now)
          : { coverage: 'excluded', reason },
    });
  }
  return readings;
};

const contained = async (
  snapshot: Snapshot,
  accountId: AccountId,
  now: Instant,
): Promise<AccountReading['outcome']> => {
  try {
    return await readSnapshotAccount(accountFolder(snapshot, accountId), accountId, now);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { coverage: 'failed', cause: 'bad-input', reason: error.message };
  }
};
