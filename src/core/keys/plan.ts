import type { Configuration } from '../model/configuration.ts';
import { addDays, dayOf, type Instant } from '../model/instant.ts';
import type { Canary } from './canary.ts';
import { decide } from './decide.ts';
import type { KeyFactsNow, KeyHistory } from './decision.ts';
import type { Stage } from './key-case.ts';
import { byRisk } from './key-risk.ts';
import { chooseActs, type Spent } from './plan-acts.ts';
import { afterLook, dueAct, type Look, type PlannedState, startOf, stepOf } from './plan-look.ts';

/** One key as the plan starts with it. */
export interface PlannedKey {
  /** `111122223333/deployer/AKIA…`; unique in the plan. */
  readonly name: string;
  readonly facts: KeyFactsNow;
  readonly history: KeyHistory;
  /** Whom the limit per owner counts. */
  readonly owner: string;
}

export interface PlanStep {
  readonly key: string;
  /** `new`: lastkey has not met the key. */
  readonly from: Stage | 'new';
  readonly to: Stage;
  readonly why: string;
}

export interface PlanDay {
  /** `2026-11-23`, UTC. */
  readonly date: string;
  readonly steps: readonly PlanStep[];
}

type Rules = Pick<Configuration, 'keys' | 'mode' | 'overrides' | 'limits'>;

/** What the plan takes for granted; said with it. */
export const planAssumptions = [
  'Nobody uses, changes or makes a key, and nobody answers a message or a question.',
  'Every message is delivered.',
  'Nothing that is unknown becomes known.',
] as const;

/**
 * What would happen to each key, day by day, under a configuration: the decisions that `decide` would
 * make, the acts that the limits let through, in the change windows. Days without a step are left out.
 * @param from the first moment; a day is a UTC day
 * @param days how many days from there
 * @param canary what lastkey has done by itself so far; `null`: nothing yet
 */
export const planKeys = (
  keys: readonly PlannedKey[],
  configuration: Rules,
  from: Instant,
  days: number,
  canary: Canary | null = null,
): readonly PlanDay[] => {
  const end = addDays(from, days);
  const keysOfAccount = countPerAccount(keys);
  const agenda = new Map<Instant, PlannedState[]>();
  agenda.set(
    from,
    keys.map((key) => startOf(key, configuration)),
  );
  const steps: (PlanStep & { readonly at: Instant })[] = [];
  let spent: Spent = { day: '', counters: {}, canary };
  for (;;) {
    const [at] = [...agenda.keys()].sort();
    if (at === undefined || at >= end) break;
    const looked = (agenda.get(at) ?? []).map((state) => ({
      state,
      decision: decide(state.facts, configuration, state.history, at),
    }));
    agenda.delete(at);
    // The riskiest key first, where a limit lets only some through.
    const due = [...looked].sort(riskiest).flatMap((each) => dueAct(each, at));
    const chosen = chooseActs(due, configuration.limits, keysOfAccount, spent, at);
    spent = chosen.spent;
    for (const each of looked) {
      const outcome = chosen.outcomes.get(each.state.name);
      const step = stepOf(each, outcome);
      if (step !== undefined) steps.push({ ...step, at });
      const next = afterLook(each, outcome, at);
      if (next === undefined) continue;
      const then = agenda.get(next.nextLookAt);
      if (then === undefined) agenda.set(next.nextLookAt, [next.state]);
      else then.push(next.state);
    }
  }
  return byDay(steps);
};

const riskiest = (a: Look, b: Look): number =>
  byRisk(
    { name: a.state.name, risk: a.decision.risk },
    { name: b.state.name, risk: b.decision.risk },
  );

/** Steps in order of time, then of the key's name, so that no order of reading shows. */
const byDay = (steps: readonly (PlanStep & { readonly at: Instant })[]): readonly PlanDay[] => {
  const sorted = [...steps].sort(
    (a, b) => compare(a.at, b.at) || compare(a.key, b.key) || compare(a.to, b.to),
  );
  const days = new Map<string, PlanStep[]>();
  for (const { at, ...step } of sorted) {
    const day = days.get(dayOf(at));
    if (day === undefined) days.set(dayOf(at), [step]);
    else day.push(step);
  }
  return [...days].map(([date, ofDay]) => ({ date, steps: ofDay }));
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const countPerAccount = (keys: readonly PlannedKey[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { facts } of keys) {
    counts.set(facts.accountId, (counts.get(facts.accountId) ?? 0) + 1);
  }
  return counts;
};
