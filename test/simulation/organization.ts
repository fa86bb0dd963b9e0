import type { AccessKey, LastUse } from '../../src/core/keys/access-key.ts';
import type { AccessKeyId, AccountId } from '../../src/core/model/ids.ts';
import { instantOf } from '../../src/core/model/instant.ts';
import { minuteMs } from './virtual-time.ts';

/** What is true in the organization, whoever knows it. */
export interface Organization {
  readonly accounts: Map<AccountId, Account>;
}

export interface Account {
  readonly accountId: AccountId;
  readonly name: string;
  state: 'ACTIVE' | 'SUSPENDED' | 'CLOSED';
  readonly ous: readonly string[];
  readonly users: Map<string, User>;
  readonly hasRootKey: boolean;
  /** The newest credential report: made from, ready at, and its rows. */
  report?: { readonly madeAt: number; readonly readyAt: number; readonly rows: Rows };
}

export type Rows = readonly (readonly string[])[];

export interface User {
  readonly userName: string;
  readonly path: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly hasPassword: boolean;
  keys: Key[];
}

export interface Key {
  readonly key: AccessKey;
  status: 'Active' | 'Inactive';
  /** When it became Inactive the last time. */
  inactiveSince?: number;
  /** Hours between uses on average; 0: never. */
  usedEveryHours: number;
  /** Every true use of late, epoch milliseconds. */
  uses: number[];
  /** What IAM tells of it. */
  recorded: LastUse | null;
}

let lastKeyNumber = 0;

export const newKey = (accountId: AccountId, userName: string, createdMs: number): Key => {
  lastKeyNumber += 1;
  const createdAt = instantOf(createdMs - (createdMs % 1000));
  const accessKeyId = `AKIA${String(lastKeyNumber).padStart(16, '0')}` as AccessKeyId;
  return {
    key: { accountId, userName, accessKeyId, createdAt },
    status: 'Active',
    usedEveryHours: 0,
    uses: [],
    recorded: null,
  };
};

/** Every organization has the same ids when the same seed is run again. */
export const resetKeyNumbers = (): void => {
  lastKeyNumber = 0;
};

const granularityMs = 15 * minuteMs;
const usesKept = 50;

/**
 * A use, as IAM records it: uses within 15 minutes are one, with the time of the first.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export const useKey = (key: Key, nowMs: number): boolean => {
  if (key.status !== 'Active') return false;
  key.uses.push(nowMs);
  if (key.uses.length > usesKept) key.uses.splice(0, key.uses.length - usesKept);
  const recordedMs = key.recorded === null ? 0 : Date.parse(key.recorded.at);
  if (nowMs - recordedMs >= granularityMs) {
    const at = instantOf(nowMs - (nowMs % 1000));
    key.recorded = { at, service: 's3', region: 'eu-west-1' };
  }
  return true;
};

export const findKey = (organization: Organization, key: Omit<AccessKey, 'createdAt'>) =>
  organization.accounts
    .get(key.accountId)
    ?.users.get(key.userName)
    ?.keys.find((each) => each.key.accessKeyId === key.accessKeyId);

export function* allKeys(organization: Organization): Generator<Key> {
  for (const { users } of organization.accounts.values()) {
    for (const { keys } of users.values()) yield* keys;
  }
}

const header = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'mfa_active',
  ...['1', '2'].flatMap((slot) =>
    ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service'].map(
      (column) => `access_key_${slot}_${column}`,
    ),
  ),
];

const none = ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
const date = (ms: number): string => `${instantOf(ms).slice(0, 19)}+00:00`;

/** The credential report of an account as it is now; reports know whole seconds and no key ids. */
export const reportRows = ({ accountId, users, hasRootKey }: Account): Rows => {
  const slot = (key: Key | undefined): readonly string[] => {
    if (key === undefined) return none;
    const { recorded } = key;
    return [
      String(key.status === 'Active'),
      date(Date.parse(key.key.createdAt)),
      ...(recorded === null
        ? ['N/A', 'N/A', 'N/A']
        : [date(Date.parse(recorded.at)), recorded.region, recorded.service]),
    ];
  };
  const root = [
    '<root_account>',
    `arn:aws:iam::${accountId}:root`,
    date(1_600_000_000_000),
    'not_supported',
    'N/A',
    'true',
    ...(hasRootKey ? ['true', date(1_600_000_000_000), 'N/A', 'N/A', 'N/A'] : none),
    ...none,
  ];
  return [
    header,
    root,
    ...[...users.values()].map((user) => [
      user.userName,
      `arn:aws:iam::${accountId}:user${user.path}${user.userName}`,
      date(user.createdAt),
      String(user.hasPassword),
      'N/A',
      'false',
      ...slot(user.keys[0]),
      ...slot(user.keys[1]),
    ]),
  ];
};
