import { LastkeyError } from '../../src/core/model/errors.ts';
import { type Fact, known, unknown } from '../../src/core/model/fact.ts';
import type { AccessKeyId, AccountId } from '../../src/core/model/ids.ts';
import { instantOf } from '../../src/core/model/instant.ts';
import type { AccountSession, AccountSessions } from '../../src/flows/inventory-ports.ts';
import type { ActingAccounts, MemberAccount, MemberAccounts } from '../../src/flows/ports.ts';
import type { Invocation } from './invocation.ts';
import { type Account, findKey, type Key, type Organization, reportRows } from './organization.ts';
import type { Random } from './random.ts';
import { hourMs, type VirtualTime } from './virtual-time.ts';
import type { Weather } from './weather.ts';

export interface IamWorld {
  readonly organization: Organization;
  readonly time: VirtualTime;
  readonly random: Random;
  readonly weather: () => Weather;
  /** Whether an account lets nobody in just now. */
  isDenied(accountId: AccountId): boolean;
  /** Right before a key is changed by lastkey: the oracle's moment. */
  beforeAct(invocation: Invocation, key: Key | undefined, asked: ActAsked): void;
  /** A credential report came into the hands of a run. */
  onReport(accountId: AccountId): void;
  changed(key: Key, what: 'Active' | 'Inactive' | 'deleted'): void;
}

export interface ActAsked {
  readonly key: Parameters<Awaited<ReturnType<ActingAccounts['responding']>>['setStatus']>[0];
  readonly act: 'Active' | 'Inactive' | 'delete';
}

interface IamPorts {
  readonly members: MemberAccounts;
  readonly acting: ActingAccounts;
  readonly sessions: AccountSessions;
}

/** IAM of every account as one invocation reaches it: throttled, denied, eventually answered. */
export const iamOf = (world: IamWorld, invocation: Invocation): IamPorts => {
  const { organization, time, random, weather } = world;
  const { seen } = invocation;
  const read = <Value>(
    action: string,
    accountId: AccountId,
    value: (account: Account) => Value,
    onRead: (isKnown: boolean) => void = () => {},
  ): Promise<Fact<Value>> =>
    invocation.call(action, () => {
      const account = organization.accounts.get(accountId);
      const fact: Fact<Value> = random.chance(weather().throttled)
        ? unknown('Throttling: Rate exceeded', action, 'yes')
        : account === undefined || account.state !== 'ACTIVE' || world.isDenied(accountId)
          ? unknown('AccessDenied', action, 'no')
          : known(value(account), time.now(), action);
      onRead(fact.known);
      return fact;
    });
  const accessKeys = (accountId: AccountId, userName: string) =>
    read(
      'ListAccessKeys',
      accountId,
      ({ users }) =>
        users.get(userName)?.keys.map(({ key, status }) => ({ ...key, status })) ?? null,
      (isKnown) => {
        const name = `${accountId}/${userName}`;
        if (isKnown) seen.keys.set(name, time.nowMs());
        else seen.keys.delete(name);
      },
    );
  const lastUse = (accountId: AccountId, accessKeyId: AccessKeyId) =>
    read(
      'GetAccessKeyLastUsed',
      accountId,
      ({ users }) =>
        [...users.values()]
          .flatMap(({ keys }) => keys)
          .find(({ key }) => key.accessKeyId === accessKeyId)?.recorded ?? null,
      (isKnown) => {
        if (isKnown) seen.lastUse.set(accessKeyId, time.nowMs());
        else seen.lastUse.delete(accessKeyId);
      },
    );
  const member = (accountId: AccountId): MemberAccount => ({
    user: (name) =>
      read('GetUser', accountId, ({ users }) => {
        const user = users.get(name);
        return user === undefined
          ? null
          : {
              userName: user.userName,
              path: user.path,
              tags: user.tags,
              createdAt: instantOf(user.createdAt),
            };
      }),
    accessKeys: (name) => accessKeys(accountId, name),
    lastUse: (id) => lastUse(accountId, id),
    hasConsolePassword: (name) =>
      read('GetLoginProfile', accountId, ({ users }) => users.get(name)?.hasPassword ?? false),
    federatedRoles: () => read('ListRoles', accountId, () => []),
    role: () => read('GetRole', accountId, () => null),
    oidcProviders: () => read('ListOpenIDConnectProviders', accountId, () => []),
    accountDetails: () =>
      read('GetAccountAuthorizationDetails', accountId, () => ({ users: [], roles: [] })),
  });
  const change = (asked: ActAsked, apply: (key: Key, account: Account) => void): Promise<void> =>
    invocation.call(asked.act === 'delete' ? 'DeleteAccessKey' : 'UpdateAccessKey', () => {
      if (random.chance(weather().throttled)) {
        throw new LastkeyError('aws-busy', 'Throttling: Rate exceeded', { retry: 'yes' });
      }
      const account = organization.accounts.get(asked.key.accountId);
      if (
        account === undefined ||
        account.state !== 'ACTIVE' ||
        world.isDenied(asked.key.accountId)
      ) {
        throw new LastkeyError('aws-refused', 'AccessDenied', { retry: 'no' });
      }
      const key = findKey(organization, asked.key);
      world.beforeAct(invocation, key, asked);
      if (key === undefined) throw new LastkeyError('aws-refused', 'NoSuchEntity', { retry: 'no' });
      apply(key, account);
    });
  return {
    members: { reading: (accountId) => Promise.resolve(member(accountId)) },
    acting: {
      responding: (accountId) =>
        Promise.resolve({
          accessKeys: (userName) => accessKeys(accountId, userName),
          lastUse: (id) => lastUse(accountId, id),
          setStatus: (key, status) =>
            change({ key, act: status }, (found) => {
              if (found.status === status) return;
              found.status = status;
              if (status === 'Inactive') found.inactiveSince = time.nowMs();
              else delete found.inactiveSince;
              world.changed(found, status);
            }),
          deleteKey: (key) =>
            change({ key, act: 'delete' }, (found, { users }) => {
              const user = users.get(key.userName);
              if (user !== undefined) user.keys = user.keys.filter((each) => each !== found);
              world.changed(found, 'deleted');
            }),
        }),
    },
    sessions: {
      open: (accountId) =>
        invocation.call('AssumeRole', () => {
          const calls = { AssumeRole: 1 };
          if (random.chance(weather().throttled)) {
            return { status: 'failed', reason: 'Throttling', retry: 'yes', calls } as const;
          }
          const account = organization.accounts.get(accountId);
          return account === undefined || account.state !== 'ACTIVE' || world.isDenied(accountId)
            ? ({ status: 'failed', reason: 'AccessDenied', retry: 'no', calls } as const)
            : ({
                status: 'open',
                session: sessionOf(account, world, invocation, member(accountId)),
              } as const);
        }),
    },
  };
};

const reportLifeMs = 4 * hourMs;

const sessionOf = (
  account: Account,
  world: IamWorld,
  invocation: Invocation,
  member: MemberAccount,
): AccountSession => {
  const { time, random, weather } = world;
  const isThrottled = (): boolean => random.chance(weather().throttled);
  const calls: Record<string, number> = { AssumeRole: 1 };
  const counted = <Result>(action: string, effect: () => Result) => {
    calls[action] = (calls[action] ?? 0) + 1;
    return invocation.call(action, effect);
  };
  return {
    requestReport: () =>
      counted('GenerateCredentialReport', () => {
        if (isThrottled()) return { status: 'refused', reason: 'LimitExceeded', retry: 'yes' };
        const { report } = account;
        const nowMs = time.nowMs();
        if (report !== undefined && nowMs - report.madeAt < reportLifeMs) {
          const state = report.readyAt <= nowMs ? 'COMPLETE' : 'INPROGRESS';
          return { status: 'accepted', state };
        }
        // Ten seconds for most accounts, longer than anybody waits for a few.
        const takes = random.chance(weather().throttled) ? 300_000 : random.whole(0, 10_000);
        account.report = { madeAt: nowMs, readyAt: nowMs + takes, rows: reportRows(account) };
        return { status: 'accepted', state: 'STARTED' };
      }),
    report: () =>
      counted('GetCredentialReport', () => {
        if (isThrottled()) return { status: 'failed', reason: 'Throttling', retry: 'yes' };
        const { report } = account;
        const nowMs = time.nowMs();
        if (report === undefined) return { status: 'not-present' };
        if (report.readyAt > nowMs) return { status: 'in-progress' };
        if (nowMs - report.madeAt >= reportLifeMs) return { status: 'expired' };
        world.onReport(account.accountId);
        return { status: 'read', rows: report.rows, generatedAt: instantOf(report.madeAt) };
      }),
    accessKeys: (userName) => member.accessKeys(userName),
    lastUse: (id) => member.lastUse(id),
    serviceCredentials: () =>
      Promise.resolve(unknown('not asked for', 'ListServiceSpecificCredentials')),
    calls: () => calls,
  };
};
