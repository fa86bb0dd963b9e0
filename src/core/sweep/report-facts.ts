import { rootUserName } from '../events/change.ts';
import type { AccountInventory, InventoryKey } from '../inventory/account-inventory.ts';
import type { KeyFactsNow } from '../keys/decision.ts';
import type { KeyPlace } from '../keys/key-settings.ts';
import { type Fact, known, unknown } from '../model/fact.ts';

/** Facts that a sweep does not read of any key, each with the reason. */
export const unreadBySweep = {
  ownerIsHere: unknown('not read by the sweep', 'directory'),
  exposed: unknown('not read by the sweep', 'ListAttachedUserPolicies'),
  privilege: unknown('not read by the sweep', 'GetAccountAuthorizationDetails'),
  replacementInUse: unknown('seen from logins', 'case table'),
} as const;

/**
 * What the credential report says of one key. Enough to tell whether the key is worth a closer look,
 * and never enough to act: it holds no key id, and no tags.
 * @param place of the user; absent tags and a guessed path leave overrides undecided
 * @param exceptions taken as none for a key without a case: the closer look reads them
 */
export const reportFacts = (
  inventory: AccountInventory,
  key: InventoryKey,
  place: KeyPlace,
): KeyFactsNow => {
  const { accountId, userName } = key;
  const user = inventory.users.find((each) => each.userName === userName);
  const others = inventory.keys.filter((each) => each.userName === userName && each !== key);
  return {
    accountId,
    userName,
    accessKeyId: key.accessKeyId,
    status: key.status,
    createdAt: key.createdAt,
    lastUse: key.lastUse,
    holder:
      userName === rootUserName
        ? 'root'
        : user?.hasConsolePassword.known !== true
          ? 'unknown'
          : user.hasConsolePassword.value
            ? 'human'
            : 'workload',
    otherActiveKeys: activeOf(others, inventory),
    isMostRecentlyUsed: unknown('decided when the key is Inactive', 'credential report'),
    place,
    exceptions: known([], inventory.reportAt, 'not asked for yet'),
    ...unreadBySweep,
  };
};

const activeOf = (others: readonly InventoryKey[], { reportAt }: AccountInventory): Fact<number> =>
  others.some(({ status }) => !status.known)
    ? unknown('another key of the user could not be read', 'credential report')
    : known(
        others.filter(({ status }) => status.known && status.value === 'Active').length,
        reportAt,
        'credential report',
      );

/** `/ci/` from `arn:aws:iam::111122223333:user/ci/deployer`; `undefined` for the root user. */
export const pathInArn = (arn: string): string | undefined => {
  const path = /:user(\/(?:.*\/)?)[^/]+$/.exec(arn);
  return path?.[1];
};
