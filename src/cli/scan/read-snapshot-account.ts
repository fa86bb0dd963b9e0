import type { AccountDetails } from '../../core/inventory/account-details.ts';
import type { InventoryKey } from '../../core/inventory/account-inventory.ts';
import { joinKeys } from '../../core/inventory/join-keys.ts';
import {
  type CredentialReport,
  readCredentialReport,
  rootUserName,
} from '../../core/inventory/read-credential-report.ts';
import type { AccessKeyState, LastUse } from '../../core/keys/access-key.ts';
import { InputError } from '../../core/model/errors.ts';
import { type Fact, known, unknown } from '../../core/model/fact.ts';
import type { AccessKeyId, AccountId } from '../../core/model/ids.ts';
import { addDays, daysBetween, type Instant } from '../../core/model/instant.ts';
import { readAccessKeys } from '../snapshot/access-keys.ts';
import { readAccountDetails, type SnapshotDetails } from '../snapshot/account-details.ts';
import { readReportTable } from '../snapshot/credential-report.ts';
import { readLastUsed } from '../snapshot/last-used.ts';
import { missing } from '../snapshot/read-file.ts';
import type { AccountReading, ReadAccount } from './account-reading.ts';
import { keysByUser } from './keys-by-user.ts';
import { unreportedKeys } from './unreported-keys.ts';
import { namesText } from './words.ts';

type ListedKeys = ReadonlyMap<string, Fact<readonly AccessKeyState[]>>;
type LastUses = ReadonlyMap<AccessKeyId, Fact<LastUse | null>>;

/**
 * One account of a snapshot. Its keys come from the credential report, with ids from
 * `access-keys/`; without a report, from `access-keys/` alone. A file that is no output of the AWS CLI
 * leaves unknown what it would have told, and nothing else.
 */
export const readSnapshotAccount = async (
  folder: string,
  accountId: AccountId,
  now: Instant,
): Promise<AccountReading['outcome']> => {
  const faults: string[] = [];
  const ifGood = async <T>(read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      faults.push(error.message);
      return undefined;
    }
  };
  const report = await ifGood(() => readReport(folder, accountId, now));
  const reportFault = report === undefined ? faults.at(-1) : undefined;
  const listed = await ifGood(() =>
    readAccessKeys(folder, accountId, now, ({ message }) => faults.push(message)),
  );
  if (
    (report === missing || report === undefined) &&
    (listed === missing || listed === undefined)
  ) {
    const reason = `neither credential-report.csv nor access-keys/ is in ${folder}`;
    return faults.length > 0
      ? { coverage: 'failed', cause: 'bad-input', reason: faults.join(' ') }
      : { coverage: 'failed', cause: 'not-read', reason };
  }
  const keysOf: ListedKeys = listed === missing || listed === undefined ? new Map() : listed;
  const lastUses = (await ifGood(() => readLastUsed(folder, now))) ?? new Map();
  const details = await ifGood(() => readAccountDetails(folder, now));
  const found = details === missing ? undefined : details;
  const read =
    report === missing || report === undefined
      ? unreportedKeys(
          accountId,
          keysOf,
          lastUses,
          found,
          reportFault === undefined
            ? 'credential-report.csv is not in the snapshot'
            : 'credential-report.csv cannot be read',
        )
      : fromReport(accountId, report, keysOf, lastUses, found, now);
  return {
    coverage: 'read',
    ...read,
    details: detailsFact(details, now),
    serviceCredentials: unknown('not part of a snapshot', 'ListServiceSpecificCredentials'),
    ...(faults.length > 0 ? { hasBadInput: true } : {}),
    gaps: [...faults, ...read.gaps],
    notes: [...read.notes, ...incompleteNote(found), ...yetToCome(read.keys, now)],
  };
};

interface ReadReport {
  readonly report: CredentialReport;
  readonly madeAt?: Instant;
  readonly incomplete?: string;
}

const readReport = async (
  folder: string,
  accountId: AccountId,
  now: Instant,
): Promise<ReadReport | typeof missing> => {
  const table = await readReportTable(folder);
  if (table === missing) return missing;
  const { rows, generatedAt, incomplete } = table;
  try {
    return {
      report: readCredentialReport(rows, { accountId, at: generatedAt ?? now }),
      ...(generatedAt === undefined ? {} : { madeAt: generatedAt }),
      ...(incomplete === undefined ? {} : { incomplete }),
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${folder}/credential-report.csv: ${error.message}`);
  }
};

const detailsFact = (
  details: SnapshotDetails | typeof missing | undefined,
  now: Instant,
): Fact<AccountDetails> => {
  const source = 'GetAccountAuthorizationDetails';
  if (details === undefined) {
    return unknown('account-authorization-details.json cannot be read', source);
  }
  return details === missing
    ? unknown('account-authorization-details.json is not in the snapshot', source)
    : known(details.details, now, source);
};

const fromReport = (
  accountId: AccountId,
  { report, madeAt, incomplete }: ReadReport,
  keysOf: ListedKeys,
  lastUses: LastUses,
  details: SnapshotDetails | undefined,
  now: Instant,
): Pick<ReadAccount, 'users' | 'keys' | 'gaps' | 'notes' | 'reportAt'> => {
  const reportedOf = keysByUser(report.keys);
  const inReport = new Set(report.users.map(({ userName }) => userName));
  const joined = [...new Set([...inReport, ...keysOf.keys()])].map((userName) =>
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
  const named = [...(details?.details.users ?? []).map((user) => user.userName), ...keysOf.keys()];
  const notInReport = [...new Set(named)].filter(
    (name) => !inReport.has(name) && keysOf.get(name)?.known !== true,
  );
  return {
    ...(madeAt === undefined ? {} : { reportAt: madeAt }),
    users: report.users,
    keys: joined.flatMap(({ keys }) => keys),
    gaps: [
      ...(incomplete === undefined
        ? []
        : [`credential-report.csv is cut: ${incomplete}. Whose keys are missing is unknown`]),
      ...mayHaveMore.map(
        ({ userName, keyCount }) =>
          `how many keys ${userName} has is unknown: ${keyCount.known ? '' : keyCount.reason}`,
      ),
      ...(notInReport.length === 0
        ? []
        : [
            `which keys ${namesText(notInReport)} may have is unknown: credential-report.csv has no row of that name`,
          ]),
    ],
    notes: [
      ...ageNote(madeAt, now),
      ...report.oddities,
      ...joined.flatMap(({ changes }) => changes.map(({ text }) => text)),
    ],
  };
};

/** A report tells nothing of the time after it: what it calls unused may be in use. */
const ageNote = (madeAt: Instant | undefined, now: Instant): readonly string[] => {
  if (madeAt === undefined || daysBetween(madeAt, now) <= 1) return [];
  const days = Math.floor(daysBetween(madeAt, now));
  return [
    `the credential report was made ${madeAt}, ${days} days before: what happened since is not in it. To judge as of then: --now ${madeAt}`,
  ];
};

const incompleteNote = (details: SnapshotDetails | undefined): readonly string[] =>
  details?.incomplete === undefined
    ? []
    : [`account-authorization-details.json: ${details.incomplete}`];

/** Clocks differ by less than a day: a list that is later was taken after the time of this look. */
const yetToCome = (keys: readonly InventoryKey[], now: Instant): readonly string[] =>
  keys.flatMap(({ userName, accessKeyId, createdAt }) =>
    accessKeyId.known && createdAt.known && createdAt.value > addDays(now, 1)
      ? [`${accessKeyId.value} of ${userName} was made ${createdAt.value}, which is yet to come`]
      : [],
  );

/** A last use that the file does not tell must not hide the one that the report tells. */
const knownUses = (lastUses: LastUses): LastUses =>
  new Map([...lastUses].filter(([, use]) => use.known));

const notListed = (userName: string): Fact<never> =>
  unknown(
    userName === rootUserName
      ? 'nobody but the root user can list the keys of the root user'
      : `access-keys/${userName}.json is not in the snapshot`,
    'ListAccessKeys',
  );
