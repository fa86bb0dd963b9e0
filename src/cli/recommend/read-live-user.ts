import { accountAuthorizationDetails } from '../../adapters/aws/account-authorization-details.ts';
import { insideRetries, pacedAttempts, systemPace } from '../../adapters/aws/call-pace.ts';
import { findCaller } from '../../adapters/aws/caller.ts';
import { eventLookup } from '../../adapters/aws/event-lookup.ts';
import { iamClient } from '../../adapters/aws/iam-client.ts';
import { iamReading } from '../../adapters/aws/iam-reading.ts';
import { memberCredentials } from '../../adapters/aws/member-credentials.ts';
import { serviceLastAccessed } from '../../adapters/aws/service-last-accessed.ts';
import { rootUserName } from '../../core/events/change.ts';
import type { UserDetails } from '../../core/inventory/account-details.ts';
import type { InventoryKey } from '../../core/inventory/account-inventory.ts';
import type { AccessKeyState } from '../../core/keys/access-key.ts';
import { InputError } from '../../core/model/errors.ts';
import { type Fact, known, unknown } from '../../core/model/fact.ts';
import type { AccessKeyId, AccountId } from '../../core/model/ids.ts';
import { addDays, type Instant, instantOf } from '../../core/model/instant.ts';
import { addressClassifier } from '../../core/usage/address-kind.ts';
import type { KeyUsage } from '../../core/usage/key-usage.ts';
import { shippedAddressRanges } from '../../core/usage/shipped-address-ranges.ts';
import { readUsage } from '../../flows/read-usage.ts';
import type { UsageAccount } from '../../flows/usage-ports.ts';
import type { Io } from '../output.ts';
import { chooseKey } from './choose-key.ts';
import { notThatUser } from './not-that-user.ts';
import type { KeyReading, UserReading } from './user-reading.ts';

export interface LiveRequest {
  readonly userName: string;
  readonly accountId: AccountId | undefined;
  readonly accessKeyId: AccessKeyId | undefined;
  /** Role to assume in an account that is not the caller's. */
  readonly roleName: string;
  /** Regions whose event history is looked up; none: the caller's, and where the key was last used. */
  readonly regions: readonly string[];
  readonly days: number;
  readonly lookUps: number;
  readonly now: Instant;
}

/**
 * One user, read with the caller's credentials: nothing is changed. What AWS refuses is unknown.
 * @throws LastkeyError without credentials; InputError for a user that is not there
 */
export const readLiveUser = async (request: LiveRequest, io: Io): Promise<UserReading> => {
  const calls: Record<string, number> = {};
  const count = (action: string): void => {
    calls[action] = (calls[action] ?? 0) + 1;
  };
  const { userName, now } = request;
  const pace = systemPace();
  const caller = await findCaller(count);
  const accountId = request.accountId ?? caller.accountId;
  const credentials =
    accountId === caller.accountId
      ? await caller.credentials()
      : await memberCredentials({
          role: request.roleName,
          partition: caller.partition,
          now: () => Date.now(),
          pace: pace.sts,
        })(accountId, count);
  const iam = iamClient(credentials);
  const bucketOf = pace.iamOfOneAccount();
  iam.middlewareStack.addRelativeTo(pacedAttempts({ bucketOf, count }), insideRetries);
  const account = iamReading(iam, accountId, clock.now);
  const isRoot = userName === rootUserName;
  const noRoot = unknown('the root user cannot be read through IAM', 'IAM');
  const [details, identityProviders, hasConsolePassword, listed] = await Promise.all([
    accountAuthorizationDetails(iam, now),
    account.oidcProviders(),
    isRoot ? noRoot : account.hasConsolePassword(userName),
    isRoot ? noRoot : account.accessKeys(userName),
  ]);
  const user = details.known
    ? details.value.users.find((each) => each.userName === userName)
    : undefined;
  if (!isRoot && (listed.known ? listed.value === null : details.known && user === undefined)) {
    const names = details.known ? details.value.users.map((each) => each.userName) : [];
    throw notThatUser(userName, names, `account ${accountId}`);
  }
  const keys = await keysOf(listed, request.accessKeyId, account.lastUse);
  const chosen = chooseKey(userName, keys, request.accessKeyId);
  const lookup = eventLookup({ credentials, ...clock });
  const lookups: UsageAccount = {
    page: async (page) => {
      count('LookupEvents');
      return lookup.page(page);
    },
    lastAccessed: (arn) => serviceLastAccessed(iam, arn, clock),
  };
  const refused: string[] = [];
  const read = await Promise.all(
    keys.map(async (key): Promise<KeyReading> => {
      if (key !== chosen || !key.accessKeyId.known) {
        return { ...key, usage: unknown('not looked up', 'LookupEvents') };
      }
      const usage = await usageOf(key, key.accessKeyId.value, user, lookups, request, io, refused);
      return { ...key, usage: known(usage, now, 'LookupEvents') };
    }),
  );
  const facts = { details, identityProviders, hasConsolePassword, listed };
  return {
    accountId,
    userName,
    user: userFact(user, details, now),
    permissions: user?.permissions ?? whyNot(details, userName),
    hasConsolePassword,
    roles: details.known ? known(details.value.roles, details.at, details.source) : details,
    identityProviders,
    keys: read,
    keysAreKnown: listed.known,
    federationUses: [],
    gaps: [
      ...Object.values(isRoot ? { details, identityProviders } : facts).flatMap((fact) =>
        fact.known ? [] : [`${fact.source}: ${fact.reason}`],
      ),
      ...refused,
    ],
    hasBadInput: false,
    unknowns: [],
    calls,
  };
};

const clock = {
  now: () => instantOf(Date.now()),
  ticks: () => performance.now(),
  sleep: (milliseconds: number) =>
    new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
};

const keysOf = async (
  listed: Fact<readonly AccessKeyState[] | null>,
  wanted: AccessKeyId | undefined,
  lastUse: (id: AccessKeyId) => Promise<InventoryKey['lastUse']>,
): Promise<readonly InventoryKey[]> => {
  if (!listed.known) {
    if (wanted === undefined) return [];
    throw new InputError(
      `Whether there is a key ${wanted} cannot be told: ListAccessKeys ${listed.reason}.`,
    );
  }
  const { at, source } = listed;
  return Promise.all(
    (listed.value ?? []).map(async ({ accountId, userName, accessKeyId, status, createdAt }) => ({
      accountId,
      userName,
      accessKeyId: known(accessKeyId, at, source),
      status: known(status, at, source),
      createdAt: known(createdAt, at, source),
      lastUse: await lastUse(accessKeyId),
    })),
  );
};

const usageOf = async (
  key: InventoryKey,
  accessKeyId: AccessKeyId,
  user: UserDetails | undefined,
  account: UsageAccount,
  request: LiveRequest,
  io: Io,
  refused: string[],
): Promise<KeyUsage> => {
  const { now, days, lookUps } = request;
  const oldest = addDays(now, -days);
  const createdAt =
    key.createdAt.known && key.createdAt.value > oldest ? key.createdAt.value : oldest;
  const regions = regionsFor(key, request.regions);
  io.note(
    `lastkey: looking up what ${accessKeyId} did in ${regions.join(', ')} (two look-ups a second, ${lookUps} at most)`,
  );
  const { usage } = await readUsage(
    {
      key: { accountId: key.accountId, userName: key.userName, accessKeyId, createdAt },
      regions,
      pagesAllowed: lookUps,
      ...(user === undefined ? {} : { userArn: user.arn }),
      now,
    },
    {
      account: withProgress(account, io, refused),
      classify: addressClassifier(shippedAddressRanges),
    },
  );
  return usage;
};

/** Global services log in us-east-1, whatever the Region of the caller. */
const regionsFor = (key: InventoryKey, asked: readonly string[]): readonly string[] => {
  if (asked.length > 0) return asked;
  const used = key.lastUse.known ? key.lastUse.value?.region : undefined;
  return [
    ...new Set([
      ...(used !== undefined && /^[a-z]{2}(-[a-z]+)+-\d$/.test(used) ? [used] : []),
      process.env['AWS_REGION'] ?? 'us-east-1',
      'us-east-1',
    ]),
  ];
};

const noteEvery = 10;

/** Says on stderr how far it is, and keeps what AWS refused. */
const withProgress = (account: UsageAccount, io: Io, refused: string[]): UsageAccount => {
  let pages = 0;
  let events = 0;
  return {
    lastAccessed: async (userArn) => {
      const fact = await account.lastAccessed(userArn);
      if (!fact.known) refused.push(`${fact.source}: ${fact.reason}`);
      return fact;
    },
    page: async (request) => {
      const page = await account.page(request);
      pages += 1;
      if (page.known) events += page.value.events.length;
      else refused.push(`${page.source} in ${request.region}: ${page.reason}`);
      if (pages % noteEvery === 0) {
        io.note(`lastkey: ${pages} look-ups, ${events} events so far`);
      }
      return page;
    },
  };
};

const userFact = (
  user: UserDetails | undefined,
  details: Fact<unknown>,
  now: Instant,
): UserReading['user'] =>
  user === undefined
    ? whyNot(details, 'the user')
    : known(
        { path: user.path, tags: user.tags, createdAt: user.createdAt ?? now },
        now,
        'GetAccountAuthorizationDetails',
      );

const whyNot = (details: Fact<unknown>, who: string): Fact<never> =>
  details.known
    ? unknown(`${who} is not in the account authorization details`, details.source)
    : unknown(details.reason, details.source, details.retry);
