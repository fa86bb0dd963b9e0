import type { InventoryKey, InventoryUser } from '../../core/inventory/account-inventory.ts';
import type { AccessKeyState, LastUse } from '../../core/keys/access-key.ts';
import { type Fact, known, unknown } from '../../core/model/fact.ts';
import type { AccessKeyId, AccountId } from '../../core/model/ids.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { SnapshotDetails } from '../snapshot/account-details.ts';
import type { ReadAccount } from './account-reading.ts';
import { namesText } from './words.ts';

/**
 * The keys of an account from `access-keys/` alone.
 * @param why there is no credential report
 */
export const unreportedKeys = (
  accountId: AccountId,
  keysOf: ReadonlyMap<string, Fact<readonly AccessKeyState[]>>,
  lastUses: ReadonlyMap<AccessKeyId, Fact<LastUse | null>>,
  details: SnapshotDetails | undefined,
  why: string,
): Pick<ReadAccount, 'users' | 'keys' | 'gaps' | 'notes'> => {
  const names = details?.details.users.map(({ userName }) => userName) ?? [];
  const unlisted = names.filter((name) => !keysOf.has(name));
  const isWhole = details !== undefined && details.incomplete === undefined;
  return {
    users: [...new Set([...names, ...keysOf.keys()])].map((name) => unreportedUser(name, why)),
    keys: [...keysOf.values()].flatMap((keys) =>
      keys.known ? keys.value.map((key) => unreportedKey(accountId, key, keys, lastUses)) : [],
    ),
    gaps: [
      ...(isWhole ? [] : [`whether other users have keys is unknown: ${why}`]),
      ...(unlisted.length === 0
        ? []
        : [`which keys ${namesText(unlisted)} may have is unknown: ${why}`]),
      ...[...keysOf].flatMap(([name, keys]) =>
        keys.known ? [] : [`which keys ${name} has is unknown: ${keys.reason}`],
      ),
    ],
    notes: [`whether the root user has a key is unknown: ${why}`],
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
  lastUses: ReadonlyMap<AccessKeyId, Fact<LastUse | null>>,
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
