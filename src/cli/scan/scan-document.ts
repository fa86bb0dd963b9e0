import type { Severity } from '../../core/federation/finding.ts';
import type { Stage } from '../../core/keys/key-case.ts';
import type { ReasonId } from '../../core/keys/reasons.ts';
import type { Instant } from '../../core/model/instant.ts';

/** What `lastkey scan --json` prints; published contract. */
export interface ScanDocument {
  readonly version: 1;
  /** The time that ages and due dates count from. */
  readonly at: Instant;
  readonly source: 'live' | 'snapshot';
  /** Whether something could not be read; `gaps` says what. */
  readonly partial: boolean;
  readonly gaps: readonly string[];
  readonly accounts: readonly ScanAccount[];
  /** Gravest first, then oldest. */
  readonly keys: readonly ScanKey[];
  readonly serviceCredentials: readonly ScanServiceCredential[];
  readonly summary: ScanSummary;
  /** AWS API calls made, by action; empty for a snapshot. */
  readonly calls: Readonly<Record<string, number>>;
}

export interface ScanAccount {
  readonly accountId: string;
  readonly name: string;
  readonly coverage: 'read' | 'failed' | 'excluded';
  /** Why it failed, or who left it out. */
  readonly reason?: string;
  readonly keys: number | 'unknown';
  /** When AWS made the credential report: keys made since may be missing. */
  readonly reportAt?: Instant;
  /** What was odd in it. */
  readonly notes: readonly string[];
}

/** `"unknown"` has its reason in the field of the same name with `Reason` added. */
export interface ScanKey {
  readonly accountId: string;
  readonly userName: string;
  readonly accessKeyId: string;
  readonly accessKeyIdReason?: string;
  readonly status: 'Active' | 'Inactive' | 'Expired' | 'unknown';
  readonly statusReason?: string;
  readonly createdAt: Instant | 'unknown';
  readonly createdAtReason?: string;
  /** `null`: never. */
  readonly lastUsedAt: Instant | 'unknown' | null;
  readonly lastUsedAtReason?: string;
  readonly lastUsedService: string | null;
  readonly lastUsedRegion: string | null;
  readonly holder: 'workload' | 'human' | 'root' | 'unknown';
  readonly holderReason?: string;
  /** `null`: no tag and no setting names one. */
  readonly owner: ScanOwner | 'unknown' | null;
  readonly ownerReason?: string;
  readonly verdict: ScanVerdict;
  /** What to do about it, for a person. */
  readonly nextStep: string;
}

export interface ScanOwner {
  /** `#channel`, Slack id or e-mail address. */
  readonly id: string;
  readonly source: string;
  readonly confidence: 'high' | 'medium' | 'low';
}

export interface ScanVerdict {
  readonly stage: Stage;
  /** Of the gravest reason; `Informational` without any. */
  readonly severity: Severity;
  readonly reasons: readonly { readonly id: ReasonId; readonly text: string }[];
  /** When the configuration would have it disabled, were lastkey to start now. */
  readonly dueAt?: Instant;
  /** Facts that are unknown, and what they keep from being said. */
  readonly unknowns: readonly { readonly what: string; readonly blocks: string }[];
}

/** A long-lived credential that is no access key. */
export interface ScanServiceCredential {
  readonly accountId: string;
  readonly userName: string;
  readonly id: string;
  readonly service: string;
  readonly status: string;
  readonly createdAt: Instant | 'unknown';
  /** `null`: it never ends. */
  readonly expiresAt: Instant | null;
}

export interface ScanSummary {
  readonly accounts: { readonly read: number; readonly failed: number; readonly excluded: number };
  readonly keys: number;
  readonly active: number;
  /** `"unknown"`: none was found, and not every root user could be looked at. */
  readonly rootKeys: number | 'unknown';
  /** Keys whose user signs in to the console with a password too. */
  readonly besidePassword: number;
  readonly neverUsed: number;
  /** `"unknown"`: they were not read in every account. */
  readonly serviceCredentials: number | 'unknown';
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly byReason: Readonly<Record<string, number>>;
}
