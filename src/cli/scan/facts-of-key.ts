import type { UserDetails } from '../../core/inventory/account-details.ts';
import type { InventoryKey, InventoryUser } from '../../core/inventory/account-inventory.ts';
import { rootUserName } from '../../core/inventory/read-credential-report.ts';
import type { KeyFactsNow } from '../../core/keys/decision.ts';
import { type Fact, known, unknown } from '../../core/model/fact.ts';
import type { Instant } from '../../core/model/instant.ts';
import { privilegeOf } from '../../core/permissions/privilege-of.ts';
import type { AccountReading, ReadAccount } from './account-reading.ts';
import { keysByUser } from './keys-by-user.ts';

/** A key with what is known of its user. */
export interface KeyInScan {
  readonly key: InventoryKey;
  /** `undefined`: the user is in no report. */
  readonly user: InventoryUser | undefined;
  readonly details: Fact<UserDetails>;
  readonly facts: KeyFactsNow;
}

const source = 'GetAccountAuthorizationDetails';

/** What the decision needs of every key of an account. */
export const keysWithFacts = (
  account: Pick<AccountReading, 'accountId' | 'ous'>,
  read: ReadAccount,
  now: Instant,
): readonly KeyInScan[] => {
  const users = new Map(read.users.map((user) => [user.userName, user]));
  const details = new Map(
    read.details.known ? read.details.value.users.map((user) => [user.userName, user]) : [],
  );
  const keysOf = keysByUser(read.keys);
  return read.keys.map((key) => {
    const user = users.get(key.userName);
    const ofUser = detailsOf(key.userName, read.details, details.get(key.userName));
    const others = (keysOf.get(key.userName) ?? []).filter((each) => each !== key);
    return { key, user, details: ofUser, facts: factsOf(account, key, user, ofUser, others, now) };
  });
};

const detailsOf = (
  userName: string,
  all: ReadAccount['details'],
  found: UserDetails | undefined,
): Fact<UserDetails> => {
  if (!all.known) return all;
  return found === undefined
    ? unknown(`${userName} is not in the account authorization details`, source)
    : known(found, all.at, source);
};

const factsOf = (
  { accountId, ous }: Pick<AccountReading, 'accountId' | 'ous'>,
  key: InventoryKey,
  user: InventoryUser | undefined,
  details: Fact<UserDetails>,
  others: readonly InventoryKey[],
  now: Instant,
): KeyFactsNow => {
  const isRoot = key.userName === rootUserName;
  return {
    accountId,
    userName: key.userName,
    accessKeyId: key.accessKeyId,
    status: key.status,
    createdAt: key.createdAt,
    lastUse: key.lastUse,
    holder: holderOf(isRoot, user),
    otherActiveKeys: activeAmong(others, now),
    isMostRecentlyUsed: isMostRecent(key, others, now),
    place: {
      accountId,
      ous,
      userPath: isRoot ? '/' : details.known ? details.value.path : pathIn(user?.arn),
      userTags: isRoot ? {} : details.known ? details.value.tags : undefined,
    },
    // Exceptions are records of an installation; a scan judges by the configuration alone.
    exceptions: known([], now, 'scan'),
    ownerIsHere: unknown('a scan does not ask who is still here', 'scan'),
    exposed: isRoot
      ? unknown('the root user has no policies to look at', 'scan')
      : exposedBy(details),
    privilege: isRoot ? known('administrator', now, 'scan') : privilegeIn(details),
    replacementInUse: unknown('a scan does not read logins', 'scan'),
  };
};

const holderOf = (isRoot: boolean, user: InventoryUser | undefined): KeyFactsNow['holder'] => {
  if (isRoot) return 'root';
  if (user?.hasConsolePassword.known !== true) return 'unknown';
  return user.hasConsolePassword.value ? 'human' : 'workload';
};

const activeAmong = (others: readonly InventoryKey[], now: Instant): Fact<number> => {
  const vague = others.find(({ status }) => !status.known);
  if (vague !== undefined && !vague.status.known) return vague.status;
  const active = others.filter(({ status }) => status.known && status.value === 'Active');
  return known(active.length, now, 'scan');
};

const isMostRecent = (
  key: InventoryKey,
  others: readonly InventoryKey[],
  now: Instant,
): Fact<boolean> => {
  const vague = [key, ...others].find(({ lastUse }) => !lastUse.known);
  if (others.length === 0) return known(false, now, 'scan');
  if (vague !== undefined && !vague.lastUse.known) return vague.lastUse;
  const usedAt = ({ lastUse }: InventoryKey) => (lastUse.known ? (lastUse.value?.at ?? '') : '');
  return known(
    others.every((other) => usedAt(other) <= usedAt(key)),
    now,
    'scan',
  );
};

/** `arn:aws:iam::111122223333:user/ci/deployer` has the path `/ci/`. */
const pathIn = (arn: string | undefined): string | undefined => {
  const [, path] = /:user(\/(?:.*\/)?)[^/]+$/.exec(arn ?? '') ?? [];
  return path;
};

/**
 * AWS attaches this policy to a user whose key it found in public.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/security-iam-awsmanpol.html
 */
const quarantine = /:aws:policy\/AWSCompromisedKeyQuarantine(V\d+)?$/;

const exposedBy = (details: Fact<UserDetails>): Fact<boolean> => {
  if (!details.known) return details;
  const { permissions } = details.value;
  if (!permissions.known) return permissions;
  const isQuarantined = permissions.value.policies.some(({ name }) => quarantine.test(name));
  return known(isQuarantined, details.at, source);
};

const privilegeIn = (details: Fact<UserDetails>): KeyFactsNow['privilege'] => {
  if (!details.known) return details;
  const { permissions } = details.value;
  if (!permissions.known) return permissions;
  const privilege = privilegeOf(permissions.value);
  return privilege === 'unknown'
    ? unknown('a policy that decides it cannot be read', source)
    : known(privilege, details.at, source);
};
