import type { AccessKeySeed, AccountSeed } from './account-seed.ts';
import type { AccessKeyState, AccountState } from './iam/account-state.ts';
import { noPolicies } from './iam/account-state.ts';
import { issueAccessKeyId, issuePrincipalId } from './iam/issue-ids.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Makes an account's IAM state from its seed. */
export const plantAccount = (
  seed: AccountSeed,
  now: number,
  random: SeededRandom,
): AccountState => {
  const time = (value: string | number | undefined): number => {
    const at = value === undefined ? now : new Date(value).getTime();
    if (Number.isNaN(at)) throw new RangeError(`Not a time in account ${seed.accountId}: ${value}`);
    return at;
  };
  const accessKey = (key: AccessKeySeed): AccessKeyState => ({
    accessKeyId: key.accessKeyId ?? issueAccessKeyId('AKIA', seed.accountId, random),
    createdAt: time(key.createdAt),
    status: key.status ?? 'Active',
    lastUsed: key.lastUsed ? { ...key.lastUsed, at: time(key.lastUsed.at) } : null,
  });
  const providerArn = (url: string) => `arn:aws:iam::${seed.accountId}:oidc-provider/${url}`;

  return {
    accountId: seed.accountId,
    groups: new Map(),
    managedPolicies: new Map(),
    credentialReport: null,
    reportSeconds: seed.reportSeconds ?? 0,
    rootAccessKeys: (seed.rootAccessKeys ?? []).map(accessKey),
    users: new Map(
      (seed.users ?? []).map((user) => [
        user.userName,
        {
          userName: user.userName,
          userId: issuePrincipalId('AIDA', random),
          path: user.path ?? '/',
          createdAt: time(user.createdAt),
          tags: new Map(Object.entries(user.tags ?? {})),
          loginProfile: user.hasConsolePassword ? { createdAt: time(user.createdAt) } : null,
          accessKeys: (user.accessKeys ?? []).map(accessKey),
          groups: new Set(),
          serviceCredentials: [],
          ...noPolicies(),
        },
      ]),
    ),
    roles: new Map(
      (seed.roles ?? []).map((role) => [
        role.roleName,
        {
          roleName: role.roleName,
          roleId: issuePrincipalId('AROA', random),
          path: role.path ?? '/',
          createdAt: time(role.createdAt),
          description: role.description,
          maxSessionSeconds: 3600,
          tags: new Map(Object.entries(role.tags ?? {})),
          trustPolicy:
            typeof role.trustPolicy === 'string'
              ? role.trustPolicy
              : JSON.stringify(role.trustPolicy),
          lastUsed: role.lastUsed ? { ...role.lastUsed, at: time(role.lastUsed.at) } : null,
          isUnrestricted: true,
          ...noPolicies(),
        },
      ]),
    ),
    oidcProviders: new Map(
      (seed.oidcProviders ?? []).map((provider) => {
        const url = provider.url.replace(/^https:\/\//, '');
        return [
          providerArn(url),
          {
            arn: providerArn(url),
            url,
            createdAt: time(provider.createdAt),
            clientIds: [...(provider.clientIds ?? [])],
            thumbprints: [...(provider.thumbprints ?? [])],
            tags: new Map(Object.entries(provider.tags ?? {})),
          },
        ];
      }),
    ),
  };
};
