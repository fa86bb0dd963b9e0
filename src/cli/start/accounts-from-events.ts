import { rootUserName } from '../../core/events/change.ts';
import type { AccountSeed, RoleSeed, UserSeed } from '../../local/aws/account-seed.ts';
import type { OwnEvent } from './read-own-events.ts';

/**
 * What the events show of their accounts: users with the keys made for them, roles with their trust
 * policies. The local organization holds this much and no more; nothing is made up.
 */
export const accountsFromEvents = (events: readonly OwnEvent[]): readonly AccountSeed[] => {
  const accounts = new Map<string, Account>();
  for (const { change } of events) {
    const account = accounts.get(change.accountId) ?? newAccount();
    accounts.set(change.accountId, account);
    if (change.outcome === 'failed') continue;
    switch (change.kind) {
      case 'CreateUser':
        if (change.userName !== undefined)
          userOf(account, change.userName, change.time, change.tags);
        break;
      case 'CreateAccessKey':
        if (change.userName !== undefined && change.userName !== rootUserName) {
          userOf(account, change.userName, change.time).keys.push({
            ...(change.accessKeyId === undefined ? {} : { accessKeyId: change.accessKeyId }),
            createdAt: change.time,
          });
        }
        break;
      case 'CreateRole':
        if (change.roleName !== undefined && isPolicy(change.trustPolicy)) {
          account.roles.set(change.roleName, {
            roleName: change.roleName,
            createdAt: change.time,
            trustPolicy: change.trustPolicy,
          });
        }
        break;
      case 'AssumeRoleWithWebIdentity':
        if (change.roleArn !== undefined && change.identityProvider !== undefined) {
          account.providers.add(change.identityProvider);
        }
        break;
      default:
        break;
    }
  }
  return [...accounts].map(([accountId, account]) => ({
    accountId,
    name: accountId,
    users: [...account.users].map(([userName, user]) => ({
      userName,
      createdAt: user.createdAt,
      tags: user.tags,
      // IAM keeps two; a log may show more over time.
      accessKeys: user.keys.slice(-2),
    })),
    roles: [...account.roles.values()],
    oidcProviders: [...account.providers]
      .map((arn) => arn.split(':oidc-provider/')[1])
      .filter((url) => url !== undefined)
      .map((url) => ({ url })),
  }));
};

interface Account {
  readonly users: Map<string, User>;
  readonly roles: Map<string, RoleSeed>;
  readonly providers: Set<string>;
}

interface User {
  readonly createdAt: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly keys: NonNullable<UserSeed['accessKeys']>[number][];
}

const newAccount = (): Account => ({ users: new Map(), roles: new Map(), providers: new Set() });

const userOf = (
  account: Account,
  userName: string,
  createdAt: string,
  tags: Readonly<Record<string, string>> = {},
): User => {
  const existing = account.users.get(userName);
  if (existing !== undefined) return existing;
  const user: User = { createdAt, tags, keys: [] };
  account.users.set(userName, user);
  return user;
};

const isPolicy = (text: string | undefined): text is string => {
  if (text === undefined) return false;
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
};
