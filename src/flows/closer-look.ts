import { rootUserName } from '../core/events/change.ts';
import { type AccessKey, type AccessKeyState, accessKeyName } from '../core/keys/access-key.ts';
import type { KeyFactsNow } from '../core/keys/decision.ts';
import type { KeyFacts } from '../core/keys/key-facts.ts';
import { type Fact, known, unknown } from '../core/model/fact.ts';
import type { AccountId } from '../core/model/ids.ts';
import { unreadBySweep } from '../core/sweep/report-facts.ts';
import type { ExposureReadings } from './exposure-ports.ts';
import type { CaseTable, Clock, MemberAccount } from './ports.ts';

/** One key of a user, read exactly. */
export interface LookedAt {
  readonly key: AccessKey;
  readonly facts: KeyFactsNow;
  /** What was asked for, read or not. */
  readonly asked: KeyFacts;
}

/** A user's keys by their ids, with everything that a case rests on: five calls and one a key. */
export const lookCloser = async (
  userName: string,
  account: { readonly accountId: AccountId; readonly ous: readonly string[] | undefined },
  member: MemberAccount,
  ports: {
    readonly cases: Pick<CaseTable, 'exceptionsOf'>;
    readonly clock: Clock;
    readonly exposures?: ExposureReadings;
  },
): Promise<readonly LookedAt[]> => {
  // Its keys cannot be listed from outside the root user.
  if (userName === rootUserName) return [];
  const [user, keys, hasConsolePassword, granted] = await Promise.all([
    member.user(userName),
    member.accessKeys(userName),
    member.hasConsolePassword(userName),
    ports.cases.exceptionsOf(account.accountId, userName),
  ]);
  if (!keys.known || keys.value === null) return [];
  const exceptions = known(granted, ports.clock.now(), 'case table');
  const found = user.known ? user.value : null;
  const all = keys.value;
  const exposed = await isPublic(userName, account.accountId, all, ports.exposures);
  return Promise.all(
    all.map(async ({ status, ...key }) => {
      const lastUse = await member.lastUse(key.accessKeyId);
      const asked: KeyFacts = { user, keys, lastUse, hasConsolePassword, exceptions };
      const facts: KeyFactsNow = {
        accountId: account.accountId,
        userName,
        accessKeyId: { ...keys, value: key.accessKeyId },
        status: { ...keys, value: status },
        createdAt: { ...keys, value: key.createdAt },
        lastUse,
        holder: !hasConsolePassword.known
          ? 'unknown'
          : hasConsolePassword.value
            ? 'human'
            : 'workload',
        otherActiveKeys: { ...keys, value: otherActive(all, key) },
        isMostRecentlyUsed:
          all.length === 1
            ? { ...keys, value: false }
            : unknown('decided when the key is Inactive', 'GetAccessKeyLastUsed'),
        place: {
          accountId: account.accountId,
          ous: account.ous,
          userPath: found?.path,
          userTags: found?.tags,
        },
        exceptions,
        ...unreadBySweep,
        exposed,
      };
      return { key, facts, asked };
    }),
  );
};

/** AWS puts a user under quarantine, and does not say for which of its keys. */
const isPublic = async (
  userName: string,
  accountId: AccountId,
  keys: readonly AccessKeyState[],
  exposures: ExposureReadings | undefined,
): Promise<Fact<boolean>> => {
  if (exposures === undefined) return unreadBySweep.exposed;
  const quarantined = await (await exposures.reading(accountId)).isQuarantined(userName);
  return quarantined.known && quarantined.value && keys.length > 1
    ? unknown('the user is under quarantine, for one of its keys', quarantined.source)
    : quarantined;
};

const otherActive = (all: readonly AccessKeyState[], key: AccessKey): number =>
  all.filter((each) => each.status === 'Active' && accessKeyName(each) !== accessKeyName(key))
    .length;
