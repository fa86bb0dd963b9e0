import type { AccessKeyCreated, Change, FederatedLogin } from '../../core/events/change.ts';
import { type FederationUse, foldLogins, groupLogins } from '../../core/federation/fold-logins.ts';
import { type Fact, known, unknown } from '../../core/model/fact.ts';
import type { AccessKeyId } from '../../core/model/ids.ts';
import type { Instant } from '../../core/model/instant.ts';
import { addressClassifier } from '../../core/usage/address-kind.ts';
import type { KeyUsage } from '../../core/usage/key-usage.ts';
import { shippedAddressRanges } from '../../core/usage/shipped-address-ranges.ts';
import { keyUsage } from '../../core/usage/usage-of.ts';
import { newTally } from '../../core/usage/usage-tally.ts';
import { findSources } from '../replay/find-sources.ts';
import { readChanges } from '../replay/read-changes.ts';
import { cloudTrailPath } from '../snapshot/cloudtrail-path.ts';
import { readLogFiles } from '../usage/read-log-files.ts';

/** What the CloudTrail files of one account say. */
export interface SnapshotLogs {
  readonly usageOf: (accessKeyId: AccessKeyId) => Fact<KeyUsage>;
  /** Keys that made a call, with the user that the records name. */
  readonly userNames: ReadonlyMap<AccessKeyId, string>;
  readonly created: ReadonlyMap<AccessKeyId, AccessKeyCreated>;
  readonly federationUses: readonly FederationUse[];
  /** Pieces that could not be read, in words. */
  readonly faults: readonly string[];
}

const source = 'CloudTrail';

const unread = (why: string): SnapshotLogs => ({
  usageOf: () => unknown(why, source),
  userNames: new Map(),
  created: new Map(),
  federationUses: [],
  faults: [],
});

/** Nobody has looked into the logs. */
export const noLogs: SnapshotLogs = unread('nobody has looked');

/** A key that the files do not name was not seen in them: that is an answer, not a gap. */
export const readSnapshotLogs = async (folder: string, now: Instant): Promise<SnapshotLogs> => {
  const path = await cloudTrailPath(folder);
  if (path === null) return unread('cloudtrail/ is not in the snapshot');
  const classify = addressClassifier(shippedAddressRanges);
  const logs = await readLogFiles([path], classify);
  if (logs.files === 0) return unread('cloudtrail/ in the snapshot has no log file');
  const { changes } = await readChanges(findSources([path]).sources, none());
  return {
    usageOf: (id) =>
      known(logs.usages.get(id) ?? keyUsage(newTally(id), [logs.reading], classify), now, source),
    userNames: logs.userNames,
    created: new Map(
      changes.flatMap((change) => (isCreation(change) ? [[change.accessKeyId, change]] : [])),
    ),
    federationUses: groupLogins(changes.filter(isLogin)).flatMap(
      (group) => foldLogins(null, group) ?? [],
    ),
    faults: logs.unreadable.map(({ where, why }) => `${where}: ${why}`),
  };
};

const isCreation = (
  change: Change,
): change is AccessKeyCreated & { readonly accessKeyId: AccessKeyId } =>
  change.kind === 'CreateAccessKey' &&
  change.outcome === 'succeeded' &&
  change.accessKeyId !== undefined;

const isLogin = (change: Change): change is FederatedLogin =>
  change.kind === 'AssumeRoleWithWebIdentity';

async function* none(): AsyncGenerator<Uint8Array> {}
