import type { Instant } from '../../model/instant.ts';
import type { Severity } from '../finding.ts';
import type { ThumbprintVerdict } from './thumbprint-verdict.ts';

/** What is remembered of a provider from run to run. */
export interface ProviderSighting {
  readonly providerArn: string;
  readonly verdict: ThumbprintVerdict;
  readonly clientIds: readonly string[];
  /** The set of thumbprints its hosts presented, not the last one: newest first. */
  readonly presented: readonly PresentedThumbprint[];
  /** Public keys (SPKI, SHA-256) of CAs that were on a chain with a thumbprint that was configured. */
  readonly expectedCas: readonly string[];
  readonly open: readonly OpenFinding[];
  /** `kid` of the keys of the newest key set that could be read; absent before the first. */
  readonly keyIds?: readonly string[];
  /** Optimistic lock; 0 before the first write. */
  readonly version: number;
}

export interface PresentedThumbprint {
  readonly sha1: string;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
}

/** A finding that the last run saw too. */
export interface OpenFinding {
  readonly key: string;
  readonly severity: Severity;
  readonly since: Instant;
  readonly told: boolean;
}
