import type { UserFacts } from '../../core/keys/key-facts.ts';
import { InputError } from '../../core/model/errors.ts';
import { type Fact, known, unknown } from '../../core/model/fact.ts';
import type { AccessKeyId, AccountId } from '../../core/model/ids.ts';
import type { Instant } from '../../core/model/instant.ts';
import { accountFolder, type Snapshot } from '../snapshot/open-snapshot.ts';
import { keysInSnapshot } from './keys-in-snapshot.ts';
import { notThatUser } from './not-that-user.ts';
import { noLogs, readSnapshotLogs, type SnapshotLogs } from './read-snapshot-logs.ts';
import { readSnapshotParts, type SnapshotParts } from './snapshot-parts.ts';
import type { UserReading } from './user-reading.ts';

export interface SnapshotRequest {
  readonly userName: string;
  readonly accountId: AccountId | undefined;
  readonly accessKeyId: AccessKeyId | undefined;
}

/**
 * One user of a snapshot. Which account it is in need not be said when only one has it.
 * @throws InputError for a user that is in none, or in more than one
 */
export const readSnapshotUser = async (
  snapshot: Snapshot,
  { userName, accountId, accessKeyId }: SnapshotRequest,
  now: Instant,
): Promise<UserReading> => {
  const folders = await Promise.all(
    idsToLookAt(snapshot, accountId).map(async (id): Promise<Folder> => {
      const folder = accountFolder(snapshot, id);
      return { accountId: id, folder, parts: await readSnapshotParts(folder, id, now) };
    }),
  );
  const named = folders.filter(({ parts }) => namesIn(parts).has(userName));
  // Logs are large: they are read of one account, or of all when no other file names the user.
  const looked: Looked[] = [];
  for (const each of named.length > 0 ? named : folders) {
    looked.push({
      ...each,
      logs: named.length > 1 ? noLogs : await readSnapshotLogs(each.folder, now),
    });
  }
  return readingOf(theOne(looked, userName, accountId), userName, accessKeyId, now);
};

interface Folder {
  readonly accountId: AccountId;
  readonly folder: string;
  readonly parts: SnapshotParts;
}

interface Looked extends Folder {
  readonly logs: SnapshotLogs;
}

/** @throws InputError for an account that the snapshot does not have */
const idsToLookAt = (
  { accountIds, folder }: Snapshot,
  accountId: AccountId | undefined,
): readonly AccountId[] => {
  if (accountId === undefined) {
    if (accountIds.length > 0) return accountIds;
    throw new InputError(
      `${folder} has no account to look at. Got organization.json alone, expected a folder named by an account ID.`,
    );
  }
  if (accountIds.includes(accountId)) return [accountId];
  throw new InputError(
    `The snapshot has no folder for account ${accountId}. Got ${accountIds.join(', ') || 'none'} in ${folder}.`,
  );
};

const namesIn = (parts: SnapshotParts, logs: SnapshotLogs = noLogs): ReadonlySet<string> =>
  new Set([
    ...(parts.report.known ? parts.report.value.users.map(({ userName }) => userName) : []),
    ...(parts.listed.known ? parts.listed.value.keys() : []),
    ...(parts.details.known ? parts.details.value.users.map(({ userName }) => userName) : []),
    ...parts.lastUseNames.values(),
    ...logs.userNames.values(),
  ]);

/** Whether a user that no file names may be there all the same. */
const mayHaveMore = ({ report, details, incomplete }: SnapshotParts): boolean =>
  !report.known && (!details.known || incomplete !== undefined);

/** @throws InputError when it cannot be told which account is meant, or none has the user */
const theOne = (
  looked: readonly Looked[],
  userName: string,
  accountId: AccountId | undefined,
): Looked => {
  const having = looked.filter(({ parts, logs }) => namesIn(parts, logs).has(userName));
  const [found, ...more] = having;
  if (found !== undefined && more.length === 0) return found;
  if (found !== undefined) {
    throw new InputError(
      `More than one account has a user ${userName}. Say which with --account: ${having.map((each) => each.accountId).join(', ')}.`,
    );
  }
  const [only, ...others] = looked;
  if (only !== undefined && others.length === 0 && mayHaveMore(only.parts)) return only;
  const names = looked.flatMap(({ parts, logs }) => [...namesIn(parts, logs)]);
  throw notThatUser(
    userName,
    names,
    accountId === undefined ? 'the snapshot' : `account ${accountId} of the snapshot`,
  );
};

const readingOf = (
  { accountId, parts, logs }: Looked,
  userName: string,
  wanted: AccessKeyId | undefined,
  now: Instant,
): UserReading => {
  const { details, report, identityProviders, incomplete } = parts;
  const inDetails = details.known
    ? details.value.users.find((user) => user.userName === userName)
    : undefined;
  const inReport = report.known
    ? report.value.users.find((user) => user.userName === userName)
    : undefined;
  const why = details.known
    ? `${userName} is not in account-authorization-details.json`
    : details.reason;
  const notRead = unknown(why, 'GetAccountAuthorizationDetails');
  const keys = keysInSnapshot(accountId, userName, parts, logs, wanted, now);
  const user: Fact<UserFacts | null> =
    inDetails === undefined
      ? notRead
      : known(
          {
            path: inDetails.path,
            tags: inDetails.tags,
            createdAt: inDetails.createdAt ?? keyTime(keys) ?? now,
          },
          now,
          'GetAccountAuthorizationDetails',
        );
  return {
    accountId,
    userName,
    user,
    permissions: inDetails?.permissions ?? notRead,
    hasConsolePassword:
      inReport?.hasConsolePassword ??
      unknown('credential-report.csv does not tell it', 'GetCredentialReport'),
    roles: details.known
      ? known(details.value.roles, now, 'GetAccountAuthorizationDetails')
      : details,
    identityProviders,
    keys,
    keysAreKnown:
      (parts.listed.known && parts.listed.value.get(userName)?.known === true) ||
      (inReport?.keyCount.known === true && inReport.keyCount.value === 0),
    federationUses: logs.federationUses,
    gaps: [...parts.faults, ...someOf(logs.faults)],
    hasBadInput: parts.faults.length > 0,
    unknowns: [
      ...(details.known && incomplete !== undefined
        ? [`roles and users that are not in account-authorization-details.json: ${incomplete}`]
        : []),
      ...(user.known ? [] : [`tags and policies of ${userName} (${user.reason})`]),
      ...(report.known ? [] : [`whether ${userName} signs in with a password (${report.reason})`]),
    ],
    calls: {},
  };
};

const keyTime = (keys: readonly { readonly createdAt: Fact<Instant> }[]): Instant | undefined =>
  keys.flatMap(({ createdAt }) => (createdAt.known ? [createdAt.value] : [])).sort()[0];

const mostFaults = 5;

const someOf = (faults: readonly string[]): readonly string[] =>
  faults.length <= mostFaults
    ? faults
    : [...faults.slice(0, mostFaults), `… and ${faults.length - mostFaults} more of that kind`];
