import type { Instant } from '../model/instant.ts';

/**
 * What a writer puts into the ledger: never updated, keyed by a sortable id under the condition
 * that the id is new. Sealing adds sequence, chain and root later. Integers, strings, booleans,
 * null, arrays and objects only: the canonical form has no floats.
 */
export interface LedgerEntry {
  readonly v: 1;
  /** `<time>-<cause>`: sortable, and the same cause always makes the same id. */
  readonly id: string;
  readonly type: LedgerEntryType;
  readonly time: Instant;
  /** Who acted: a function of lastkey, a person in Slack, a principal ARN. */
  readonly actor: string;
  /** What it is about: `111122223333/deployer/AKIA…`, a role ARN, an event id. */
  readonly subject: string;
  readonly body: Json;
}

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

export const ledgerEntryTypes = [
  'event.recorded', // a watched event that asked for nothing: failed, our own, informational
  'event.unreadable',
  'decision', // what was decided about a key, with what was known and unknown
  'notice.delivered',
  'notice.failed',
  'answer', // a click in Slack, accepted or refused
  'last-look', // what was read right before an act
  'act.intended',
  'act.done',
  'act.stopped',
  'exception', // asked for, granted, not granted, reminded of, ended
  'over-cap', // a batch that a limit held back, and what an approver said to it
  'stop-switch', // pulled or released in Slack
  'trust.changed',
  'thumbprint.judged', // a provider's thumbprints, when the verdict changed or a person had to be told
  'coverage', // of one run: which accounts were read, which failed and why, which were left out
] as const;
export type LedgerEntryType = (typeof ledgerEntryTypes)[number];
