import type { PlanDay } from './plan.ts';

/** What one plan says of a key and the other does not. */
export interface PlanDifference {
  readonly key: string;
  /** `2026-12-01 told`, in order; empty: nothing happens to it. */
  readonly here: readonly string[];
  readonly there: readonly string[];
}

/** The keys that two plans treat differently: another step, another day, or none. */
export const comparePlans = (
  here: readonly PlanDay[],
  there: readonly PlanDay[],
): readonly PlanDifference[] => {
  const ours = stepsByKey(here);
  const theirs = stepsByKey(there);
  return [...new Set([...ours.keys(), ...theirs.keys()])].sort().flatMap((key) => {
    const difference = { key, here: ours.get(key) ?? [], there: theirs.get(key) ?? [] };
    return difference.here.join() === difference.there.join() ? [] : [difference];
  });
};

const stepsByKey = (days: readonly PlanDay[]): ReadonlyMap<string, readonly string[]> => {
  const steps = new Map<string, string[]>();
  for (const { date, steps: ofDay } of days) {
    for (const { key, to } of ofDay) {
      const said = steps.get(key) ?? [];
      steps.set(key, [...said, `${date} ${to}`]);
    }
  }
  return steps;
};
