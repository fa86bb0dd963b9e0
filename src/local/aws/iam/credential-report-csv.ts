import type { AccessKeyState, AccountState, IamUserState } from './account-state.ts';
import { userArn } from './account-state.ts';

const keyColumns = [
  'active',
  'last_rotated',
  'last_used_date',
  'last_used_region',
  'last_used_service',
];
const columns = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  ...[1, 2].flatMap((slot) => keyColumns.map((column) => `access_key_${slot}_${column}`)),
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
  'additional_credentials_info',
];
const noCertificates = ['false', 'N/A', 'false', 'N/A'];

const date = (at: number): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** A missing key is `false` and four times `N/A`; an inactive one keeps its date. */
const keyCells = (key: AccessKeyState | undefined): readonly string[] =>
  key === undefined
    ? ['false', 'N/A', 'N/A', 'N/A', 'N/A']
    : [
        String(key.status === 'Active'),
        date(key.createdAt),
        key.lastUsed ? date(key.lastUsed.at) : 'N/A',
        key.lastUsed?.region ?? 'N/A',
        key.lastUsed?.service ?? 'N/A',
      ];

/** Slots go by key id, not by age. */
const slots = (keys: readonly AccessKeyState[]): readonly string[] => {
  const sorted = [...keys].sort((a, b) => (a.accessKeyId < b.accessKeyId ? -1 : 1));
  return [...keyCells(sorted[0]), ...keyCells(sorted[1])];
};

const rootRow = (account: AccountState, now: number): readonly string[] => {
  const createdAt = Math.min(now, ...[...account.users.values()].map((user) => user.createdAt));
  return [
    '<root_account>',
    `arn:aws:iam::${account.accountId}:root`,
    date(createdAt),
    'true',
    'no_information',
    date(createdAt),
    'not_supported',
    'true',
    ...slots(account.rootAccessKeys),
    ...noCertificates,
    'N/A',
  ];
};

const userRow = (account: AccountState, user: IamUserState): readonly string[] => [
  user.userName,
  userArn(account.accountId, user),
  date(user.createdAt),
  String(user.loginProfile !== null),
  user.loginProfile ? 'no_information' : 'N/A',
  user.loginProfile ? date(user.loginProfile.createdAt) : 'N/A',
  'N/A',
  'false',
  ...slots(user.accessKeys),
  ...noCertificates,
  'N/A',
];

const cell = (text: string): string =>
  /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/**
 * A report as AWS writes it: root first, users by name without regard to case, UTC with `Z`, line feeds
 * and none at the end.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export const credentialReportCsv = (account: AccountState, now: number): string => {
  const users = [...account.users.values()].sort((a, b) =>
    a.userName.toLowerCase() < b.userName.toLowerCase() ? -1 : 1,
  );
  const rows = [columns, rootRow(account, now), ...users.map((user) => userRow(account, user))];
  return rows.map((row) => row.map(cell).join(',')).join('\n');
};
