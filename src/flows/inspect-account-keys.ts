import type {
  AccountInventory,
  InventoryKey,
  InventoryUser,
} from '../core/inventory/account-inventory.ts';
import { joinKeys, keysToAskAbout } from '../core/inventory/join-keys.ts';
import { type CredentialReport, isIamUserName } from '../core/inventory/read-credential-report.ts';
import type { Fact } from '../core/model/fact.ts';
import type { AccountId } from '../core/model/ids.ts';
import { inParallel } from './in-parallel.ts';
import type { AccountSession } from './inventory-ports.ts';

type Identified = Pick<AccountInventory, 'users' | 'keys' | 'changes'>;

/** Users of one account asked at a time; the session's pace is what limits them. */
const atOnce = 10;

/**
 * Gives ids to the keys of the users who need them: one `ListAccessKeys` for each such user, and a
 * `GetAccessKeyLastUsed` only for a key that the report does not tell apart. Everybody else's keys
 * stay as the report has them.
 */
export const identifyKeys = async (
  accountId: AccountId,
  session: AccountSession,
  report: CredentialReport,
  needsIds: (user: InventoryUser, keys: readonly InventoryKey[]) => boolean,
): Promise<Identified> => {
  const keysOf = byUser(report.keys);
  const names = new Set(
    report.users
      .filter(({ userName }) => isIamUserName(userName))
      .filter((user) => needsIds(user, keysOf.get(user.userName) ?? []))
      .map(({ userName }) => userName),
  );
  const asked = await inParallel([...names], atOnce, async (userName) => ({
    userName,
    ...(await keysOfUser(accountId, session, userName, keysOf.get(userName) ?? [])),
  }));
  const answers = new Map(asked.map((answer) => [answer.userName, answer]));
  return {
    users: report.users.map((user) => {
      const count = answers.get(user.userName)?.keyCount;
      return count === undefined ? user : { ...user, keyCount: count };
    }),
    keys: [
      ...report.keys.filter(({ userName }) => !answers.has(userName)),
      ...asked.flatMap(({ keys }) => keys),
    ],
    changes: asked.flatMap(({ changes }) => changes),
  };
};

const byUser = (keys: readonly InventoryKey[]): ReadonlyMap<string, readonly InventoryKey[]> => {
  const groups = new Map<string, InventoryKey[]>();
  for (const key of keys) {
    const group = groups.get(key.userName);
    if (group === undefined) groups.set(key.userName, [key]);
    else group.push(key);
  }
  return groups;
};

const keysOfUser = async (
  accountId: AccountId,
  session: AccountSession,
  userName: string,
  reported: readonly InventoryKey[],
): Promise<Pick<Identified, 'keys' | 'changes'> & { readonly keyCount?: Fact<number> }> => {
  const listed = await session.accessKeys(userName);
  const ask = listed.known ? keysToAskAbout(reported, listed.value ?? []) : [];
  const lastUses = new Map(
    await Promise.all(ask.map(async (id) => [id, await session.lastUse(id)] as const)),
  );
  return {
    ...joinKeys({ accountId, userName, reported, listed, lastUses }),
    ...(listed.known ? { keyCount: { ...listed, value: listed.value?.length ?? 0 } } : {}),
  };
};
