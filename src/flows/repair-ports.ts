import type { OidcProvider } from '../core/federation/federated-role.ts';
import type { ThumbprintRepair } from '../core/federation/thumbprints/thumbprint-repair.ts';
import type { Fact } from '../core/model/fact.ts';
import type { AccountId } from '../core/model/ids.ts';

/** What the flows around thumbprint repair need from the world. */

export interface RepairQueue {
  request(repair: ThumbprintRepair): Promise<void>;
}

/** One account's OIDC providers through its repair role: the one thing that can change a list. */
export interface ProviderControl {
  /** `null`: there is no such provider. */
  provider(arn: string): Promise<Fact<OidcProvider | null>>;
  /**
   * Replaces the whole list.
   * @throws LastkeyError with `retry` when AWS refuses or fails
   */
  setThumbprints(arn: string, thumbprints: readonly string[]): Promise<void>;
}

export interface RepairingAccounts {
  repairing(accountId: AccountId): Promise<ProviderControl>;
}
