import type { AccessKeyState, LastUse } from '../keys/access-key.ts';
import { type Fact, known, unknown } from '../model/fact.ts';
import type { AccessKeyId, AccountId } from '../model/ids.ts';
import { epochMs, type Instant } from '../model/instant.ts';
import type { InventoryKey, ReportChange } from './account-inventory.ts';

/** Keys of one user: what the report has, and what `ListAccessKeys` said later. */
export interface KeysToJoin {
  readonly accountId: AccountId;
  readonly userName: string;
  readonly reported: readonly InventoryKey[];
  /** `null`: there is no such user any more. */
  readonly listed: Fact<readonly AccessKeyState[] | null>;
  /** `GetAccessKeyLastUsed` of the keys that `keysToAskAbout` named. */
  readonly lastUses?: ReadonlyMap<AccessKeyId, Fact<LastUse | null>>;
}

export interface JoinedKeys {
  readonly keys: readonly InventoryKey[];
  readonly changes: readonly ReportChange[];
}

/**
 * One list of keys with their ids. A report is up to four hours old, so the live list says which
 * keys there are, when each was made and whether it is active; the report adds the last use of a key
 * that is alone with its second of creation. Of two keys made in one second it cannot be told which
 * row is whose: their last use is what `GetAccessKeyLastUsed` says of each id, or unknown.
 */
export const joinKeys = (of: KeysToJoin): JoinedKeys => {
  const { userName, reported, listed } = of;
  if (!listed.known) {
    const accessKeyId = unknown(listed.reason, listed.source, listed.retry);
    return { keys: reported.map((key) => ({ ...key, accessKeyId })), changes: [] };
  }
  if (listed.value === null) {
    const text = `${userName} was deleted after the report was made`;
    return { keys: [], changes: [{ userName, kind: 'user-deleted', text }] };
  }
  const { at, source } = listed;
  const pairs = listed.value.map((key) => ({ key, rows: rowsOf(key, reported) }));
  return {
    keys: pairs.map(({ key, rows }) => ({
      accountId: of.accountId,
      userName,
      accessKeyId: known(key.accessKeyId, at, source),
      status: known(key.status, at, source),
      createdAt: known(key.createdAt, at, source),
      lastUse: of.lastUses?.get(key.accessKeyId) ?? reportedUse(key, rows, listed.value ?? []),
    })),
    changes: [
      ...pairs.flatMap(({ key, rows }) => changeOf(key, rows)),
      ...missingKeys(userName, reported, listed.value),
    ],
  };
};

/**
 * Listed keys whose last use the report cannot say: made since, or not to be told apart from another
 * of the same second. Empty for nearly every user.
 */
export const keysToAskAbout = (
  reported: readonly InventoryKey[],
  listed: readonly AccessKeyState[],
): readonly AccessKeyId[] =>
  listed
    .filter((key) => !reportedUse(key, rowsOf(key, reported), listed).known)
    .map(({ accessKeyId }) => accessKeyId);

const second = (at: Instant): number => Math.floor(epochMs(at) / 1000);

const rowsOf = (key: AccessKeyState, reported: readonly InventoryKey[]): readonly InventoryKey[] =>
  reported.filter(
    ({ createdAt }) => createdAt.known && second(createdAt.value) === second(key.createdAt),
  );

const noReport = 'GetCredentialReport';

const reportedUse = (
  key: AccessKeyState,
  rows: readonly InventoryKey[],
  listed: readonly AccessKeyState[],
): Fact<LastUse | null> => {
  const [row] = rows;
  if (row === undefined) {
    return unknown(`the report has no key made at ${key.createdAt}`, noReport, 'yes');
  }
  const twins = listed.filter((other) => second(other.createdAt) === second(key.createdAt));
  if (rows.length === 1 && twins.length === 1) return row.lastUse;
  if (rows.length === twins.length && rows.every(({ lastUse }) => isNever(lastUse))) {
    return row.lastUse;
  }
  return unknown(
    `${Math.max(rows.length, twins.length)} keys were made at ${key.createdAt}: the report does not say which row is ${key.accessKeyId}`,
    noReport,
    'yes',
  );
};

const isNever = (use: Fact<LastUse | null>): boolean => use.known && use.value === null;

const changeOf = (
  { userName, accessKeyId, createdAt, status }: AccessKeyState,
  rows: readonly InventoryKey[],
): readonly ReportChange[] => {
  if (rows.length === 0) {
    const text = `${accessKeyId} of ${userName}, made ${createdAt}, is not in the report`;
    return [{ userName, kind: 'key-created', text }];
  }
  if (rows.some((row) => !row.status.known || row.status.value === status)) return [];
  const text = `${accessKeyId} of ${userName} is ${status} now, and was not when the report was made`;
  return [{ userName, kind: 'status-changed', text }];
};

/** Rows beyond those that the list still has, second by second. */
const missingKeys = (
  userName: string,
  reported: readonly InventoryKey[],
  listed: readonly AccessKeyState[],
): readonly ReportChange[] => {
  const left = new Map<number, number>();
  for (const { createdAt } of listed) {
    left.set(second(createdAt), (left.get(second(createdAt)) ?? 0) + 1);
  }
  return reported.flatMap(({ createdAt }): ReportChange[] => {
    if (!createdAt.known) {
      if (reported.length <= listed.length) return [];
      const text = `a key of ${userName} whose date the report does not say may be gone: the report has ${reported.length} keys, ListAccessKeys ${listed.length}`;
      return [{ userName, kind: 'key-deleted', text }];
    }
    const rest = left.get(second(createdAt.value)) ?? 0;
    left.set(second(createdAt.value), rest - 1);
    if (rest > 0) return [];
    const text = `the key of ${userName} made ${createdAt.value} was deleted after the report was made`;
    return [{ userName, kind: 'key-deleted', text }];
  });
};
