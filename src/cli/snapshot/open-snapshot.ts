import { join } from 'node:path';
import { InputError } from '../../core/model/errors.ts';
import { type AccountId, parseAccountId } from '../../core/model/ids.ts';
import type { ListedAccount } from '../../flows/sweep-ports.ts';
import { readOrganization } from './organization.ts';
import { missing, namesIn } from './read-file.ts';

/** A folder of AWS CLI outputs: `organization.json`, and a folder for each account. */
export interface Snapshot {
  readonly folder: string;
  /** `null`: no `organization.json`. */
  readonly organization: readonly ListedAccount[] | null;
  /** Accounts with a folder. */
  readonly accountIds: readonly AccountId[];
}

/** The folder of one account in a snapshot. */
export const accountFolder = (snapshot: Pick<Snapshot, 'folder'>, accountId: AccountId): string =>
  join(snapshot.folder, accountId);

/** The account ids that have a folder. `missing`: there is no such folder at all. */
export const accountIdsIn = async (
  folder: string,
): Promise<readonly AccountId[] | typeof missing> => {
  const names = await namesIn(folder);
  return names === missing ? missing : names.flatMap((name) => parseAccountId(name) ?? []);
};

/**
 * Looks at what a snapshot holds. Nothing in it has to be there but one account.
 * @throws InputError when there is no such folder, nothing in it, or its list of accounts is bad
 */
export const openSnapshot = async (folder: string): Promise<Snapshot> => {
  const accountIds = await accountIdsIn(folder);
  if (accountIds === missing) {
    throw new InputError(
      `${folder} is not a snapshot. Got no such folder, expected one with a folder for each account, named by its ID.`,
    );
  }
  const organization = await readOrganization(folder);
  if (accountIds.length === 0 && organization === null) {
    throw new InputError(
      `${folder} is not a snapshot. Got neither organization.json nor a folder named by an account ID, expected one of them.`,
    );
  }
  if (accountIds.length === 0 && organization?.length === 0) {
    throw new InputError(
      `${folder} is not a snapshot. Got an organization.json without an account and no account's folder, expected an account: every organization has one.`,
    );
  }
  return { folder, organization, accountIds };
};
