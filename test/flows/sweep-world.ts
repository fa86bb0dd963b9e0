import { createHash } from 'node:crypto';
import { rootUserName } from '../../src/core/events/change.ts';
import { identityProviders } from '../../src/core/idps/catalogue.ts';
import type { AccessKey, AccessKeyState, LastUse } from '../../src/core/keys/access-key.ts';
import type { KeyCase } from '../../src/core/keys/key-case.ts';
import type { Configuration } from '../../src/core/model/configuration.ts';
import { known, unknown } from '../../src/core/model/fact.ts';
import type { AccessKeyId, AccountId } from '../../src/core/model/ids.ts';
import type { Instant } from '../../src/core/model/instant.ts';
import { closeSweep } from '../../src/flows/close-sweep.ts';
import type { AccountSession } from '../../src/flows/inventory-ports.ts';
import { listAccounts } from '../../src/flows/list-accounts.ts';
import { type SweepAccountsPorts, sweepAccounts } from '../../src/flows/sweep-accounts.ts';
import type { AccountCoverage, ListedAccount } from '../../src/flows/sweep-ports.ts';
import { configurationOf } from './key-story.ts';
import { type MemoryWorld, memoryWorld } from './memory-ports.ts';

/** An organization in memory that can be swept: accounts, their keys, and what was said about them. */
export interface SweepWorld extends MemoryWorld {
  readonly accounts: ListedAccount[];
  readonly listed: Map<AccountId, ListedAccount>;
  readonly coverage: Map<AccountId, AccountCoverage>;
  readonly told: Map<string, number>;
  readonly unseen: Map<string, readonly string[]>;
  /** Accounts that refuse, with the reason. */
  readonly refusing: Map<AccountId, string>;
  /** IAM calls of every account, sessions and members together. */
  readonly calls: string[];
  /** Root keys: account to create date. */
  readonly rootKeys: Map<AccountId, Instant>;
  /** How old each report is when it is fetched, in milliseconds. */
  reportAgeMs: number;
  readonly ports: SweepAccountsPorts;
}

export const accountNumber = (number: number): AccountId =>
  String(number).padStart(12, '0') as AccountId;

export const sweepWorld = (now: string): SweepWorld => {
  const memory = memoryWorld(now);
  const world = Object.assign(memory, {
    accounts: [] as ListedAccount[],
    listed: new Map<AccountId, ListedAccount>(),
    coverage: new Map<AccountId, AccountCoverage>(),
    told: new Map<string, number>(),
    unseen: new Map<string, readonly string[]>(),
    refusing: new Map<AccountId, string>(),
    calls: [] as string[],
    rootKeys: new Map<AccountId, Instant>(),
    reportAgeMs: 0,
  }) as MemoryWorld & Omit<SweepWorld, 'ports'>;
  const ports: SweepAccountsPorts = {
    clock: world.clock,
    wait: () => Promise.resolve(),
    sessions: {
      open: (accountId) => {
        world.calls.push('AssumeRole');
        const reason = world.refusing.get(accountId);
        return Promise.resolve(
          reason === undefined
            ? { status: 'open', session: sessionOf(world, accountId) }
            : { status: 'failed', reason, retry: 'no', calls: { AssumeRole: 1 } },
        );
      },
    },
    members: world.members,
    list: {
      read: (accountId) => Promise.resolve(world.listed.get(accountId) ?? null),
      all: () => Promise.resolve([...world.listed.values()]),
      write: (account) => {
        world.listed.set(account.accountId, account);
        return Promise.resolve();
      },
    },
    coverage: {
      read: (accountId) => Promise.resolve(world.coverage.get(accountId) ?? null),
      all: () => Promise.resolve([...world.coverage.values()]),
      write: (row) => {
        world.coverage.set(row.accountId, row);
        return Promise.resolve();
      },
    },
    cases: world.caseTable,
    accountCases: {
      ofAccount: (accountId) =>
        Promise.resolve([...world.cases.values()].filter(({ key }) => key.accountId === accountId)),
    },
    firstMessages: {
      spend: (day, owner, limit) => {
        const spent = world.told.get(`${day}/${owner}`) ?? 0;
        if (spent >= limit) return Promise.resolve('over');
        world.told.set(`${day}/${owner}`, spent + 1);
        return Promise.resolve('spent');
      },
    },
    roles: world.roleCasesPort,
    roleMemory: {
      readUnseen: (roleArn) => Promise.resolve(world.unseen.get(roleArn) ?? []),
      writeUnseen: (roleArn, subjects) => {
        world.unseen.set(roleArn, subjects);
        return Promise.resolve();
      },
    },
    uses: world.usesPort,
    ledger: world.ledgerPort,
    events: world.eventsPort,
    digest: (text) => createHash('sha256').update(text).digest('hex'),
  };
  return Object.assign(world, { ports });
};

const header =
  'user,arn,user_creation_time,password_enabled,password_last_used,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service';

/** Reports know seconds, and nothing that happened after they were made. */
const reportOf = (world: Omit<SweepWorld, 'ports'>, accountId: AccountId, at: Instant) => {
  const date = (instant: string) => `${instant.slice(0, 19)}+00:00`;
  const slot = (key: AccessKeyState | undefined): string[] => {
    if (key === undefined) return ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
    const use = world.lastUses.get(key.accessKeyId) ?? null;
    return [
      String(key.status === 'Active'),
      date(key.createdAt),
      ...(use === null ? ['N/A', 'N/A', 'N/A'] : [date(use.at), use.region, use.service]),
    ];
  };
  const rows = [...world.keys].flatMap(([owner, keys]) => {
    const [account, userName = ''] = owner.split('/');
    if (account !== accountId) return [];
    const made = keys.filter(({ createdAt }) => createdAt <= at);
    const path = world.users.get(owner)?.path ?? '/';
    const arn = `arn:aws:iam::${accountId}:user${path}${userName}`;
    const password = String(world.consolePasswords.has(owner));
    return [
      [
        userName,
        arn,
        date('2024-01-01T00:00:00Z'),
        password,
        'N/A',
        'false',
        ...slot(made[0]),
        ...slot(made[1]),
      ],
    ];
  });
  const root = world.rootKeys.get(accountId);
  const rootRow = [
    rootUserName,
    `arn:aws:iam::${accountId}:root`,
    date('2020-01-01T00:00:00Z'),
    'not_supported',
    'N/A',
    'true',
    ...(root === undefined ? slot(undefined) : ['true', date(root), 'N/A', 'N/A', 'N/A']),
    ...slot(undefined),
  ];
  return [header.split(','), rootRow, ...rows];
};

const sessionOf = (world: Omit<SweepWorld, 'ports'>, accountId: AccountId): AccountSession => {
  const calls: Record<string, number> = { AssumeRole: 1 };
  const count = (action: string): void => {
    world.calls.push(action);
    calls[action] = (calls[action] ?? 0) + 1;
  };
  return {
    requestReport: () => {
      count('GenerateCredentialReport');
      return Promise.resolve({ status: 'accepted', state: 'STARTED' });
    },
    report: () => {
      count('GetCredentialReport');
      const generatedAt = new Date(
        Date.parse(world.now) - world.reportAgeMs,
      ).toISOString() as Instant;
      const rows = reportOf(world, accountId, generatedAt);
      return Promise.resolve({ status: 'read', rows, generatedAt });
    },
    accessKeys: (userName) =>
      Promise.resolve(
        known(world.keys.get(`${accountId}/${userName}`) ?? null, world.now, 'ListAccessKeys'),
      ),
    lastUse: (id) => Promise.resolve(known(world.lastUses.get(id) ?? null, world.now, 'test')),
    serviceCredentials: () => Promise.resolve(unknown('not asked for', 'test')),
    calls: () => calls,
  };
};

export const addAccount = (
  world: SweepWorld,
  accountId: AccountId,
  more: Partial<ListedAccount> = {},
): void => {
  world.accounts.push({
    accountId,
    name: `Account ${Number(accountId)}`,
    isActive: (more.state ?? 'ACTIVE') === 'ACTIVE',
    state: 'ACTIVE',
    ous: ['ou-prod', 'r-root'],
    ...more,
  });
};

let keyNumber = 0;

/** A user's key; its user too, with an owner when one is given. */
export const addKey = (
  world: SweepWorld,
  accountId: AccountId,
  userName: string,
  key: {
    readonly createdAt: string;
    readonly status?: 'Active' | 'Inactive';
    readonly lastUse?: LastUse;
    readonly owner?: string;
  },
): AccessKey => {
  keyNumber += 1;
  const owner = `${accountId}/${userName}`;
  const made: AccessKey = {
    accountId,
    userName,
    accessKeyId: `AKIA${String(keyNumber).padStart(16, '0')}` as AccessKeyId,
    createdAt: key.createdAt as Instant,
  };
  world.users.set(owner, {
    userName,
    path: '/',
    tags: key.owner === undefined ? {} : { owner: key.owner },
    createdAt: '2024-01-01T00:00:00.000Z' as Instant,
  });
  world.keys.set(owner, [
    ...(world.keys.get(owner) ?? []),
    { ...made, status: key.status ?? 'Active' },
  ]);
  world.lastUses.set(made.accessKeyId, key.lastUse ?? null);
  return made;
};

/** A whole run: list, every batch, close. */
export const runSweep = async (
  world: SweepWorld,
  configuration: Configuration = configurationOf(),
  options: { readonly dropBatch?: number } = {},
) => {
  const startedAt = world.now;
  const { batches } = await listAccounts(
    { organization: { all: () => Promise.resolve(world.accounts) }, list: world.ports.list },
    configuration,
    startedAt,
  );
  for (const [batch, accountIds] of batches.entries()) {
    if (batch === options.dropBatch) continue;
    await sweepAccounts({ startedAt, batch, accountIds }, world.ports, {
      configuration,
      catalogue: identityProviders,
    });
  }
  return closeSweep(startedAt, world.ports, configuration);
};

/** Slack takes everything that was announced, and time passes. */
export const nextDay = (world: SweepWorld, days = 1): void => {
  for (const [name, keyCase] of world.cases) {
    const delivery = { status: 'delivered', at: world.now, channel: 'C1', ts: '1' } as const;
    const notices = keyCase.notices.map((notice) => ({ ...notice, delivery }));
    world.cases.set(name, { ...keyCase, notices });
  }
  world.now = new Date(Date.parse(world.now) + days * 86_400_000).toISOString() as Instant;
};

export const caseOf = (world: SweepWorld, key: AccessKey): KeyCase | undefined =>
  world.cases.get(`${key.accountId}/${key.userName}/${key.accessKeyId}`);

/** Users whose keys were announced, in order. */
export const toldUsers = (world: SweepWorld): readonly string[] =>
  world.events.flatMap(({ type, detail }) =>
    type === 'Access Key Found' && 'userName' in detail ? [detail.userName] : [],
  );
