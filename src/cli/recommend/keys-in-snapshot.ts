import type { InventoryKey } from '../../core/inventory/account-inventory.ts';
import { joinKeys } from '../../core/inventory/join-keys.ts';
import { known, unknown } from '../../core/model/fact.ts';
import type { AccessKeyId, AccountId } from '../../core/model/ids.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { SnapshotLogs } from './read-snapshot-logs.ts';
import type { SnapshotParts } from './snapshot-parts.ts';
import type { KeyReading } from './user-reading.ts';

/**
 * The keys of one user as the files together tell them: which there are from `access-keys/` and the
 * credential report; where neither has ids, those that the logs or the last uses name.
 */
export const keysInSnapshot = (
  accountId: AccountId,
  userName: string,
  parts: SnapshotParts,
  logs: SnapshotLogs,
  wanted: AccessKeyId | undefined,
  now: Instant,
): readonly KeyReading[] => {
  const reported = parts.report.known
    ? parts.report.value.keys.filter((key) => key.userName === userName)
    : [];
  const listed =
    (parts.listed.known ? parts.listed.value.get(userName) : undefined) ??
    unknown(`access-keys/${userName}.json is not in the snapshot`, 'ListAccessKeys');
  const { lastUses } = parts;
  const joined = joinKeys({
    accountId,
    userName,
    reported,
    listed,
    // A last use that the file does not tell must not hide the one that the report tells.
    lastUses: new Map([...lastUses].filter(([, use]) => use.known)),
  }).keys;
  if (listed.known) return joined.map((key) => withLogs(key, logs));
  const named = namedElsewhere(userName, parts, logs, wanted);
  const keyNamed = (id: AccessKeyId) =>
    withLogs(keyOf(accountId, userName, id, parts, logs, now), logs);
  if (reported.length === 0) return named.map(keyNamed);
  const [only] = named;
  // One row and one id: it is that key. Of several it cannot be told which is whose.
  if (only !== undefined && named.length === 1 && joined.length === 1) {
    const accessKeyId = known(only, now, 'CloudTrail');
    return joined.map((key) => withLogs({ ...key, accessKeyId }, logs));
  }
  // Keys that made calls tell more than rows without an id.
  return named.length > 0 ? named.map(keyNamed) : joined.map((key) => withLogs(key, logs));
};

const namedElsewhere = (
  userName: string,
  parts: SnapshotParts,
  logs: SnapshotLogs,
  wanted: AccessKeyId | undefined,
): readonly AccessKeyId[] =>
  [
    ...new Set([
      ...(wanted === undefined ? [] : [wanted]),
      ...[...parts.lastUseNames, ...logs.userNames].flatMap(([id, name]) =>
        name === userName && id.startsWith('AKIA') ? [id] : [],
      ),
    ]),
  ].sort();

const keyOf = (
  accountId: AccountId,
  userName: string,
  id: AccessKeyId,
  { lastUses }: SnapshotParts,
  logs: SnapshotLogs,
  now: Instant,
): InventoryKey => {
  const created = logs.created.get(id);
  const why = 'neither credential-report.csv nor access-keys/ tells it';
  return {
    accountId,
    userName,
    accessKeyId: known(id, now, 'CloudTrail'),
    status: unknown(why, 'ListAccessKeys'),
    createdAt:
      created === undefined
        ? unknown(why, 'ListAccessKeys')
        : known(created.time, now, 'CloudTrail'),
    lastUse: lastUses.get(id) ?? unknown(why, 'GetAccessKeyLastUsed'),
  };
};

const withLogs = (key: InventoryKey, logs: SnapshotLogs): KeyReading => {
  if (!key.accessKeyId.known) {
    const why = `the id of the key is unknown: ${key.accessKeyId.reason}`;
    return { ...key, usage: unknown(why, 'CloudTrail') };
  }
  const created = logs.created.get(key.accessKeyId.value);
  return {
    ...key,
    usage: logs.usageOf(key.accessKeyId.value),
    ...(created === undefined
      ? {}
      : {
          made: {
            by: created.by,
            at: created.time,
            ...(created.userAgent === undefined ? {} : { userAgent: created.userAgent }),
          },
        }),
  };
};
