import type { RoleArn } from '../model/ids.ts';
import type { Instant } from '../model/instant.ts';

/** A role that an identity provider's tokens may assume. */
export interface FederatedRole {
  readonly arn: RoleArn;
  /** JSON text, decoded. */
  readonly trustPolicy: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly description?: string;
  /** `RoleLastUsed`: trailing 400 days; `null` when never used in them. */
  readonly lastUsedAt: Instant | null;
}

/** An OIDC provider as `GetOpenIDConnectProvider` tells it. */
export interface OidcProvider {
  readonly arn: string;
  /** Host and path, without `https://`, as IAM returns it. */
  readonly url: string;
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
}
