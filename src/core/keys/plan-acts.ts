import type { Configuration } from '../model/configuration.ts';
import { dayOf, type Instant } from '../model/instant.ts';
import { type Canary, canaryAllows } from './canary.ts';
import { type Capped, capsFor } from './caps.ts';
import { planBatch } from './plan-batch.ts';

/** A key whose act is due at this moment of the plan. */
export interface DueAct extends Capped {
  readonly name: string;
  readonly act: 'disable' | 'delete';
  readonly mode: 'observe' | 'enforce';
}

/** What becomes of an act. */
export type ActOutcome =
  | { readonly kind: 'done' }
  /** lastkey only observes here. */
  | { readonly kind: 'observed' }
  /** A limit holds it back until the next day. */
  | { readonly kind: 'held'; readonly why: string };

/** What the limits have counted so far. */
export interface Spent {
  readonly day: string;
  readonly counters: Readonly<Record<string, number>>;
  /** What lastkey did by itself; `null`: nothing yet. */
  readonly canary: Canary | null;
}

/**
 * Which of the acts that are due at one moment the limits let through: batches to disable are held
 * back whole, as `hold-over-cap` does, deletions one by one, as `respond` does.
 * @param keysOfAccount number of keys of each account
 */
export const chooseActs = (
  due: readonly DueAct[],
  limits: Configuration['limits'],
  keysOfAccount: ReadonlyMap<string, number>,
  before: Spent,
  at: Instant,
): { readonly outcomes: ReadonlyMap<string, ActOutcome>; readonly spent: Spent } => {
  const outcomes = new Map<string, ActOutcome>();
  for (const { name, mode } of due)
    if (mode === 'observe') outcomes.set(name, { kind: 'observed' });
  const acting = due.filter(({ mode }) => mode === 'enforce');
  const day = dayOf(at);
  const counters = { ...(before.day === day ? before.counters : {}) };
  let { canary } = before;
  const spend = (each: DueAct): void => {
    const caps = capsFor(limits, each, keysOfAccount.get(each.key.accountId) ?? 0, false);
    for (const counter of Object.keys(caps)) counters[counter] = (counters[counter] ?? 0) + 1;
    canary = { startedAt: canary?.startedAt ?? at, acts: (canary?.acts ?? 0) + 1 };
    outcomes.set(each.name, { kind: 'done' });
  };
  const tried = acting.slice(0, allowed(canary, limits.canary, at));
  for (const { name } of acting.slice(tried.length)) {
    outcomes.set(name, {
      kind: 'held',
      why: `On its first day lastkey acts on ${limits.canary} keys at most; this one waits.`,
    });
  }
  const batch = planBatch(
    tried.filter(({ act }) => act === 'disable'),
    limits,
    counters,
    keysOfAccount,
  );
  for (const { keyCase, cap } of batch.held) outcomes.set(keyCase.name, overCap(cap));
  for (const each of batch.go) spend(each);
  for (const each of tried.filter(({ act }) => act === 'delete')) {
    const caps = capsFor(limits, each, keysOfAccount.get(each.key.accountId) ?? 0, false);
    const full = Object.entries(caps).find(([counter, limit]) => (counters[counter] ?? 0) >= limit);
    if (full === undefined) spend(each);
    else outcomes.set(each.name, overCap(`${full[1]} per ${full[0]}`));
  }
  return { outcomes, spent: { day, counters, canary } };
};

const allowed = (canary: Canary | null, limit: number, at: Instant): number => {
  const left = canaryAllows(canary, limit, at);
  return left === 'all' ? Number.POSITIVE_INFINITY : left;
};

const overCap = (cap: string): ActOutcome => ({
  kind: 'held',
  why: `It waits: the limit of ${cap} would be passed, and an approver is asked.`,
});
