import type { OidcProvider } from '../../core/federation/federated-role.ts';
import type { AccountDetails } from '../../core/inventory/account-details.ts';
import type { InventoryKey, InventoryUser } from '../../core/inventory/account-inventory.ts';
import { readCredentialReport } from '../../core/inventory/read-credential-report.ts';
import type { AccessKeyState, LastUse } from '../../core/keys/access-key.ts';
import { InputError } from '../../core/model/errors.ts';
import { type Fact, known, unknown } from '../../core/model/fact.ts';
import type { AccessKeyId, AccountId } from '../../core/model/ids.ts';
import type { Instant } from '../../core/model/instant.ts';
import { readAccessKeys } from '../snapshot/access-keys.ts';
import { readAccountDetails } from '../snapshot/account-details.ts';
import { readReportTable } from '../snapshot/credential-report.ts';
import { readLastUsed } from '../snapshot/last-used.ts';
import { readOidcProviders } from '../snapshot/oidc-providers.ts';
import { missing } from '../snapshot/read-file.ts';
import { readLastUsedNames } from './last-used-names.ts';

/** The parts of one account's folder, each known or not by itself. */
export interface SnapshotParts {
  readonly report: Fact<{
    readonly users: readonly InventoryUser[];
    readonly keys: readonly InventoryKey[];
  }>;
  readonly listed: Fact<ReadonlyMap<string, Fact<readonly AccessKeyState[]>>>;
  readonly lastUses: ReadonlyMap<AccessKeyId, Fact<LastUse | null>>;
  /** Whose keys the last uses are of. */
  readonly lastUseNames: ReadonlyMap<AccessKeyId, string>;
  readonly details: Fact<AccountDetails>;
  /** Why the details may hold more users and roles than these. */
  readonly incomplete?: string;
  readonly identityProviders: Fact<readonly OidcProvider[]>;
  /** Files that are no outputs of the AWS CLI, in words. */
  readonly faults: readonly string[];
}

/**
 * Reads every file of an account's folder but the logs. A file that is not there, or is broken,
 * leaves its part unknown and no other.
 */
export const readSnapshotParts = async (
  folder: string,
  accountId: AccountId,
  now: Instant,
): Promise<SnapshotParts> => {
  const faults: string[] = [];
  const contained = async <T>(read: () => Promise<T>): Promise<T | Broken> => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      faults.push(error.message);
      return { broken: error.message };
    }
  };
  const report = await contained(() => readReport(folder, accountId, now));
  const listed = await contained(() => readAccessKeys(folder, accountId, now));
  const lastUses = await contained(() => readLastUsed(folder, now));
  const lastUseNames = isBroken(lastUses) ? new Map() : await readLastUsedNames(folder);
  const details = await contained(() => readAccountDetails(folder, now));
  const providers = await contained(() => readOidcProviders(folder));
  const read = details !== missing && !isBroken(details) ? details : undefined;
  return {
    report: factOf(report, 'credential-report.csv', 'GetCredentialReport', now),
    listed: factOf(listed, 'access-keys/', 'ListAccessKeys', now),
    lastUses: isBroken(lastUses) ? new Map() : lastUses,
    lastUseNames,
    details: factOf(
      read === undefined ? (details as typeof missing | Broken) : read.details,
      'account-authorization-details.json',
      'GetAccountAuthorizationDetails',
      now,
    ),
    ...(read?.incomplete === undefined ? {} : { incomplete: read.incomplete }),
    identityProviders: factOf(
      providers,
      'open-id-connect-providers/',
      'ListOpenIDConnectProviders',
      now,
    ),
    faults,
  };
};

interface Broken {
  readonly broken: string;
}

const isBroken = (value: unknown): value is Broken =>
  typeof value === 'object' && value !== null && 'broken' in value;

const factOf = <T>(
  part: T | typeof missing | Broken,
  name: string,
  source: string,
  now: Instant,
): Fact<T> => {
  if (part === missing) return unknown(`${name} is not in the snapshot`, source);
  if (isBroken(part)) return unknown(`${name} in the snapshot cannot be read`, source);
  return known(part as T, now, source);
};

const readReport = async (folder: string, accountId: AccountId, now: Instant) => {
  const table = await readReportTable(folder);
  if (table === missing) return missing;
  try {
    return readCredentialReport(table.rows, { accountId, at: table.generatedAt ?? now });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${folder}/credential-report.csv: ${error.message}`);
  }
};
