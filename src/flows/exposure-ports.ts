import type { Fact } from '../core/model/fact.ts';
import type { AccessKeyId, AccountId } from '../core/model/ids.ts';

/** What one account says of a key in public. Never throws for an AWS error: unknown. */
export interface ExposureReading {
  /** Whose key it is; `null`: there is no such key in the account. */
  userOfKey(accessKeyId: AccessKeyId): Promise<Fact<string | null>>;
  /** Whether AWS has put the user under quarantine. */
  isQuarantined(userName: string): Promise<Fact<boolean>>;
}

export interface ExposureReadings {
  reading(accountId: AccountId): Promise<ExposureReading>;
}
