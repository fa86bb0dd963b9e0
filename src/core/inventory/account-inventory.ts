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
  /** What changed after the report was made, as far as users were asked one by one. */
  readonly changes: readonly ReportChange[];
  /** Unknown when nobody asked for them. */
  readonly serviceCredentials: Fact<readonly ServiceCredential[]>;
  /** AWS API calls made, by action; every attempt and every page counts. */
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
  /**
   * How many keys the user has, inactive ones included. Unknown when the report has a third one
   * without a row of its own, or a slot that could not be read.
   */
  readonly keyCount: Fact<number>;
  /** Signing certificates and what `additional_credentials_info` says, in words. */
  readonly otherCredentials: readonly string[];
}

/** A key as far as it could be told. The report alone has no key ids. */
export interface InventoryKey {
  readonly accountId: AccountId;
  readonly userName: string;
  /** `unknown` until `ListAccessKeys` was asked, or when it did not answer. */
  readonly accessKeyId: Fact<AccessKeyId>;
  readonly status: Fact<'Active' | 'Inactive' | 'Expired'>;
  readonly createdAt: Fact<Instant>;
  /** `null`: never used. */
  readonly lastUse: Fact<LastUse | null>;
}

/** A difference between the report and `ListAccessKeys`, which is right. */
export interface ReportChange {
  readonly userName: string;
  readonly kind: 'key-created' | 'key-deleted' | 'status-changed' | 'user-deleted';
  readonly text: string;
}

/**
 * A long-lived credential that is no access key: CodeCommit, Keyspaces, Bedrock, CloudWatch Logs.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ServiceSpecificCredentialMetadata.html
 */
export interface ServiceCredential {
  readonly id: string;
  readonly userName: string;
  /** `bedrock.amazonaws.com` */
  readonly service: string;
  readonly status: 'Active' | 'Inactive' | 'Expired';
  readonly createdAt?: Instant;
  /** `null`: it never ends. */
  readonly expiresAt: Instant | null;
}
