import type { LastUse } from '../keys/access-key.ts';
import type { Fact } from '../model/fact.ts';
import type { AccessKeyId, AccountId } from '../model/ids.ts';
import type { Instant } from '../model/instant.ts';

/** What one look at an account found. */
export interface AccountInventory {
  readonly accountId: AccountId;
  /** When the credential report was made: its facts are this old. */
  readonly reportAt: Instant;
  readonly users: readonly InventoryUser[];
  readonly keys: readonly InventoryKey[];
  /** Rows or cells that could not be read, in words: never taken for "no key". */
  readonly oddities: readonly string[];
  /** AWS API calls made, by action. */
  readonly calls: Readonly<Record<string, number>>;
}

export interface InventoryUser {
  /** IAM user name, or `<root_account>`. */
  readonly userName: string;
  readonly arn: string;
  readonly createdAt: Fact<Instant>;
  readonly hasConsolePassword: Fact<boolean>;
  /** `null`: never signed in, or no password. */
  readonly passwordLastUsedAt: Fact<Instant | null>;
  readonly mfaActive: Fact<boolean>;
  /** Signing certificates and what `additional_credentials_info` says, in words. */
  readonly otherCredentials: readonly string[];
}

/** A key as far as it could be told. The report alone has no key ids. */
export interface InventoryKey {
  readonly accountId: AccountId;
  readonly userName: string;
  /** `unknown` until `ListAccessKeys` was asked, or when two keys cannot be told apart. */
  readonly accessKeyId: Fact<AccessKeyId>;
  readonly status: Fact<'Active' | 'Inactive' | 'Expired'>;
  readonly createdAt: Fact<Instant>;
  /** `null`: never used. */
  readonly lastUse: Fact<LastUse | null>;
}
