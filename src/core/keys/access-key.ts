import type { AccessKeyId, AccountId } from '../model/ids.ts';
import type { Instant } from '../model/instant.ts';

/** A key from end to end (invariant 4): never a report slot, an index or a position. */
export interface AccessKey {
  readonly accountId: AccountId;
  /** IAM user name, or `<root_account>`. */
  readonly userName: string;
  readonly accessKeyId: AccessKeyId;
  readonly createdAt: Instant;
}

/** A key as `ListAccessKeys` tells it. */
export interface AccessKeyState extends AccessKey {
  readonly status: 'Active' | 'Inactive' | 'Expired';
}

/** `GetAccessKeyLastUsed`; `null` in its place means never used since tracking began. */
export interface LastUse {
  readonly at: Instant;
  readonly service: string;
  readonly region: string;
}

/** `111122223333/deployer/AKIA…`: names a key in text, in Slack button values and in events. */
export const accessKeyName = (key: Pick<AccessKey, 'accountId' | 'userName' | 'accessKeyId'>) =>
  `${key.accountId}/${key.userName}/${key.accessKeyId}`;
