import type { PlanDifference } from '../../core/keys/compare-plans.ts';
import type { PlanDay } from '../../core/keys/plan.ts';
import type { Instant } from '../../core/model/instant.ts';

/** What `lastkey plan --json` prints; published contract. */
export interface PlanDocument {
  readonly version: 1;
  readonly from: Instant;
  /** How many days it looks ahead. */
  readonly horizonDays: number;
  /** Whether keys are missing because something could not be read; `gaps` says what. */
  readonly partial: boolean;
  readonly gaps: readonly string[];
  /** What the plan takes for granted. */
  readonly assumptions: readonly string[];
  readonly keys: readonly PlanDocumentKey[];
  readonly days: readonly PlanDay[];
  /** Only with `--against`: `here` is the configuration, `there` the other one. */
  readonly differences?: readonly PlanDifference[];
  readonly summary: PlanSummary;
}

/** A key that a step names. */
export interface PlanDocumentKey {
  /** `111122223333/deployer/AKIA…` */
  readonly name: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly userName: string;
  readonly accessKeyId: string;
  readonly owner: string;
}

export interface PlanSummary {
  readonly keys: number;
  /** Steps by the stage they lead to. */
  readonly steps: Readonly<Record<string, number>>;
}
