import type { Configuration } from '../model/configuration.ts';
import { accountLimit, ownerOf } from './caps.ts';
import type { KeyCase } from './key-case.ts';

/** What becomes of the keys that are due in one run. */
export interface BatchPlan {
  readonly go: readonly KeyCase[];
  /** A limit is reached: nothing of that owner's, account's or run's batch is done. */
  readonly held: readonly { readonly keyCase: KeyCase; readonly cap: string }[];
}

/**
 * Holds every batch back whole that would pass its limit: first the owners', then the accounts',
 * then the run's. A batch is never done in part: a limit that lets the first five through has only
 * chosen the five.
 * @param spent today's counters, as `capsFor` names them
 * @param keysOfAccount the number of keys, or a lower bound of it; 0 for an account not in it
 */
export const planBatch = (
  due: readonly KeyCase[],
  limits: Configuration['limits'],
  spent: Readonly<Record<string, number>>,
  keysOfAccount: ReadonlyMap<string, number>,
): BatchPlan => {
  const held: { readonly keyCase: KeyCase; readonly cap: string }[] = [];
  const within = (
    cases: readonly KeyCase[],
    nameOf: (keyCase: KeyCase) => string,
    limitOf: (keyCase: KeyCase) => number,
  ): readonly KeyCase[] =>
    [...grouped(cases, nameOf)].flatMap(([name, batch]) => {
      const [first] = batch;
      const limit = first === undefined ? 0 : limitOf(first);
      if ((spent[name] ?? 0) + batch.length <= limit) return batch;
      held.push(...batch.map((keyCase) => ({ keyCase, cap: `${limit} per ${name}` })));
      return [];
    });
  const ofOwners = within(
    due,
    (each) => `owner ${ownerOf(each)}`,
    () => limits.perOwner,
  );
  const ofAccounts = within(
    ofOwners,
    ({ key }) => `account ${key.accountId}`,
    ({ key }) => accountLimit(limits, keysOfAccount.get(key.accountId) ?? 0),
  );
  const go = within(
    ofAccounts,
    () => 'run',
    () => limits.perRun,
  );
  return { go, held };
};

const grouped = (
  cases: readonly KeyCase[],
  nameOf: (keyCase: KeyCase) => string,
): ReadonlyMap<string, readonly KeyCase[]> => {
  const groups = new Map<string, KeyCase[]>();
  for (const each of cases) {
    const name = nameOf(each);
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  return groups;
};
