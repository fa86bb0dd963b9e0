import type { Configuration } from '../model/configuration.ts';
import { accountLimit, type Capped, ownerOf } from './caps.ts';

/** What becomes of the keys that are due in one run. */
export interface BatchPlan<Case extends Capped> {
  readonly go: readonly Case[];
  /** A limit is reached: nothing of that owner's, account's or run's batch is done. */
  readonly held: readonly { readonly keyCase: Case; readonly cap: string }[];
}

/**
 * Holds every batch back whole that would pass its limit: first the owners', then the accounts',
 * then the run's. A batch is never done in part: a limit that lets the first five through has only
 * chosen the five.
 * @param spent today's counters, as `capsFor` names them
 * @param keysOfAccount the number of keys, or a lower bound of it; 0 for an account not in it
 */
export const planBatch = <Case extends Capped>(
  due: readonly Case[],
  limits: Configuration['limits'],
  spent: Readonly<Record<string, number>>,
  keysOfAccount: ReadonlyMap<string, number>,
): BatchPlan<Case> => {
  const held: { readonly keyCase: Case; readonly cap: string }[] = [];
  const within = (
    cases: readonly Case[],
    nameOf: (keyCase: Case) => string,
    limitOf: (keyCase: Case) => number,
  ): readonly Case[] =>
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

const grouped = <Case>(
  cases: readonly Case[],
  nameOf: (keyCase: Case) => string,
): ReadonlyMap<string, readonly Case[]> => {
  const groups = new Map<string, Case[]>();
  for (const each of cases) {
    const name = nameOf(each);
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  return groups;
};
