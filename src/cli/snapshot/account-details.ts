import { join } from 'node:path';
import type { AccountDetails } from '../../core/inventory/account-details.ts';
import { parseAccountDetails } from '../../core/inventory/parse-account-details.ts';
import type { Instant } from '../../core/model/instant.ts';
import { badFile, missing, readPages } from './read-file.ts';

export interface SnapshotDetails {
  readonly details: AccountDetails;
  /** Why there may be more users and roles. */
  readonly incomplete?: string;
}

/**
 * Users and roles of an account from `account-authorization-details.json`; `missing` without it.
 * @throws InputError for a file that is no such output, or has entries that name nobody
 */
export const readAccountDetails = async (
  folder: string,
  at: Instant,
): Promise<SnapshotDetails | typeof missing> => {
  const file = join(folder, 'account-authorization-details.json');
  const expected = 'the output of aws iam get-account-authorization-details';
  const pages = await readPages(file, expected);
  if (pages === missing) return missing;
  const parsed = parseAccountDetails(pages, at);
  if (parsed.status === 'unreadable') throw badFile(file, parsed.got, parsed.expected);
  if (parsed.faults.length > 0) throw badFile(file, parsed.faults.slice(0, 5).join('; '), expected);
  const { details, incomplete } = parsed;
  return { details, ...(incomplete === undefined ? {} : { incomplete }) };
};
