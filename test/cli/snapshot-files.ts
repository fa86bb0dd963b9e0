import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const reportColumns = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_1_last_used_region',
  'access_key_1_last_used_service',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
  'access_key_2_last_used_region',
  'access_key_2_last_used_service',
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
] as const;

/** One slot of a report: active or not, when made, when and what for it was used. */
export interface Slot {
  readonly active: boolean;
  readonly madeAt: string;
  readonly usedAt?: string;
  readonly service?: string;
}

/** A row of a credential report; `null` for an empty slot. */
export const reportRow = (
  accountId: string,
  user: string,
  slots: readonly (Slot | null)[],
  password = false,
): string => {
  const arn = user === '<root_account>' ? 'root' : `user/${user}`;
  const cells = [0, 1].flatMap((slot) => {
    const key = slots[slot] ?? null;
    if (key === null) return ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
    const used =
      key.usedAt === undefined
        ? ['N/A', 'N/A', 'N/A']
        : [key.usedAt, 'eu-west-1', key.service ?? 's3'];
    return [String(key.active), key.madeAt, ...used];
  });
  const start = [user, `arn:aws:iam::${accountId}:${arn}`, '2015-01-01T00:00:00+00:00'];
  const signIn = [String(password), 'N/A', 'N/A', 'N/A', 'false'];
  return [...start, ...signIn, ...cells, 'false', 'N/A', 'false', 'N/A'].join(',');
};

export const report = (...rows: readonly string[]): string =>
  `${[reportColumns.join(','), ...rows].join('\n')}\n`;

export const accessKeys = (
  userName: string,
  ...keys: readonly (readonly [string, string, string?])[]
) => ({
  AccessKeyMetadata: keys.map(([AccessKeyId, CreateDate, Status = 'Active']) => ({
    UserName: userName,
    AccessKeyId,
    Status,
    CreateDate,
  })),
});

/** A folder with these files: text as it is, bytes as they are, anything else as JSON. */
export const snapshotFolder = (files: Readonly<Record<string, unknown>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'lastkey-snapshot-'));
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      typeof content === 'string' || content instanceof Uint8Array
        ? content
        : JSON.stringify(content),
    );
  }
  return folder;
};
