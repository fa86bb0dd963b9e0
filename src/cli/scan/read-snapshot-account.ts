import type { AccountDetails } from '../../core/inventory/account-details.ts';
import type { InventoryKey, InventoryUser } from '../../core/inventory/account-inventory.ts';
import { joinKeys } from '../../core/inventory/join-keys.ts';
import {
  type CredentialReport,
  readCredentialReport,
} from '../../core/inventory/read-credential-report.ts';
import type { AccessKeyState, LastUse } from '../../core/keys/access-key.ts';
import { InputError } from '../../core/model/errors.ts';
import { type Fact, known, unknown } from '../../core/model/fact.ts';
import type { AccessKeyId, AccountId } from '../../core/model/ids.ts';
import type { Instant } from '../../core/model/instant.ts';
import { readAccessKeys } from '../snapshot/access-keys.ts';
import { readAccountDetails, type SnapshotDetails } from '../snapshot/account-details.ts';
import { readReportTable } from '../snapshot/credential-report.ts';
import { readLastUsed } from '../snapshot/last-used.ts';
import { missing } from '../snapshot/read-file.ts';
import type { AccountReading, ReadAccount } from './account-reading.ts';
import { keysByUser } from './keys-by-user.ts';

type ListedKeys = ReadonlyMap<string, Fact<readonly AccessKeyState[]>>;
type LastUses = ReadonlyMap<AccessKeyId, Fact<LastUse | null>>;

/**
 * One account of a snapshot. Its keys come from the credential report, with ids from
 * `access-keys/`; without a report, from `access-keys/` alone.
 * @throws InputError for a file that is no output of the AWS CLI
 */
export const readSnapshotAccount = async (
  folder: string,
  accountId: AccountId,
  now: Instant,
): Promise<AccountReading['outcome']> => {
  const read = await readReport(folder, accountId, now);
  const listed = await readAccessKeys(folder, accountId, now);
  if (read === null && listed === missing) {
    const reason = `neither credential-report.csv nor access-keys/ is in ${folder}`;
    return { coverage: 'failed', cause: 'not-read', reason };
  }
  const keysOf: ListedKeys = listed === missing ? new Map() : listed;
  const lastUses = await readLastUsed(folder, now);
  const details = await readAccountDetails(folder, now);
  const rest = {
    coverage: 'read',
    details: detailsFact(details, now),
    serviceCredentials: unknown('not part of a snapshot', 'ListServiceSpecificCredentials'),
  } as const;
  if (read === null) return { ...rest, ...fromListsAlone(accountId, keysOf, lastUses, details) };
  return {
    ...rest,
    ...(read.madeAt === undefined ? {} : { reportAt: read.madeAt }),
    ...fromReport(accountId, read.report, keysOf, lastUses, details),
  };
};

const readReport = async (
  folder: string,
  accountId: AccountId,
  now: Instant,
): Promise<{ readonly report: CredentialReport; readonly madeAt?: Instant } | null> => {
  const table = await readReportTable(folder);
  if (table === missing) return null;
  try {
    const { rows, generatedAt } = table;
    const report = readCredentialReport(rows, { accountId, at: generatedAt ?? now });
    return { report, ...(generatedAt === undefined ? {} : { madeAt: generatedAt }) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${folder}/credential-report.csv: ${error.message}`);
  }
};

const detailsFact = (
  details: SnapshotDetails | typeof missing,
  now: Instant,
): Fact<AccountDetails> => {
  const source = 'GetAccountAuthorizationDetails';
  return details === missing
    ? unknown('account-authorization-details.json is not in the snapshot', source)
    : known(details.details, now, source);
};

type Read = Pick<ReadAccount, 'users' | 'keys' | 'gaps' | 'notes'>;

const fromReport = (
  accountId: AccountId,
  report: CredentialReport,
  keysOf: ListedKeys,
  lastUses: LastUses,
  details: SnapshotDetails | typeof missing,
): Read => {
  const reportedOf = keysByUser(report.keys);
  const names = new Set([...report.users.map(({ userName }) => userName), ...keysOf.keys()]);
  const joined = [...names].map((userName) =>
    joinKeys({
      accountId,
      userName,
      reported: reportedOf.get(userName) ?? [],
      listed: keysOf.get(userName) ?? notListed(userName),
      lastUses: knownUses(lastUses),
    }),
  );
  const mayHaveMore = report.users.filter(
    ({ userName, keyCount }) => !keyCount.known && keysOf.get(userName)?.known !== true,
  );
  return {
    users: report.users,
    keys: joined.flatMap(({ keys }) => keys),
    gaps: mayHaveMore.map(
      ({ userName, keyCount }) =>
        `how many keys ${userName} has is unknown: ${keyCount.known ? '' : keyCount.reason}`,
    ),
    notes: [
      ...report.oddities,
      ...incompleteNote(details),
      ...joined.flatMap(({ changes }) => changes.map(({ text }) => text)),
    ],
  };
};

const incompleteNote = (details: SnapshotDetails | typeof missing): readonly string[] =>
  details === missing || details.incomplete === undefined
    ? []
    : [`account-authorization-details.json: ${details.incomplete}`];

/** A last use that the file does not tell must not hide the one that the report tells. */
const knownUses = (lastUses: LastUses): LastUses =>
  new Map([...lastUses].filter(([, use]) => use.known));

const notListed = (userName: string): Fact<never> =>
  unknown(`access-keys/${userName}.json is not in the snapshot`, 'ListAccessKeys');

const noRoot = (why: string): string => `whether the root user has a key is unknown: ${why}`;

const fromListsAlone = (
  accountId: AccountId,
  keysOf: ListedKeys,
  lastUses: LastUses,
  details: SnapshotDetails | typeof missing,
): Read => {
  const why = 'credential-report.csv is not in the snapshot';
  const names = details === missing ? [] : details.details.users.map(({ userName }) => userName);
  const unlisted = names.filter((name) => keysOf.get(name)?.known !== true);
  const isWhole = details !== missing && details.incomplete === undefined;
  const cut = [...keysOf].flatMap(([name, keys]) =>
    keys.known || unlisted.includes(name) ? [] : [name],
  );
  return {
    users: [...new Set([...names, ...keysOf.keys()])].map((name) => unreportedUser(name, why)),
    keys: [...keysOf.values()].flatMap((keys) =>
      keys.known ? keys.value.map((key) => unreportedKey(accountId, key, keys, lastUses)) : [],
    ),
    gaps: [
      ...(isWhole ? [] : [`whether other users have keys is unknown: ${why}`]),
      ...[...unlisted, ...cut].map((name) => `which keys ${name} has is unknown: ${why}`),
    ],
    notes: [noRoot(why), ...incompleteNote(details)],
  };
};

const unreportedUser = (userName: string, why: string): InventoryUser => {
  const fact = unknown(why, 'GetCredentialReport');
  return {
    userName,
    arn: '',
    createdAt: fact,
    hasConsolePassword: fact,
    passwordLastUsedAt: fact,
    mfaActive: fact,
    keyCount: fact,
    otherCredentials: [],
  };
};

const unreportedKey = (
  accountId: AccountId,
  { userName, accessKeyId, status, createdAt }: AccessKeyState,
  { at, source }: { readonly at: Instant; readonly source: string },
  lastUses: LastUses,
): InventoryKey => ({
  accountId,
  userName,
  accessKeyId: known(accessKeyId, at, source),
  status: known(status, at, source),
  createdAt: known(createdAt, at, source),
  lastUse:
    lastUses.get(accessKeyId) ??
    unknown('neither credential-report.csv nor access-keys-last-used.json tells it', source),
});
