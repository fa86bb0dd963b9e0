import type { Instant } from '../model/instant.ts';
import type { KeyFactsNow, Risk } from './decision.ts';
import { inDays, isRoot, wholeDays } from './key-reasons.ts';

type Factor = Risk['factors'][number];

/**
 * How bad it would be if the key were in the wrong hands, and how likely nobody would notice.
 * Unknown facts are shown and count nothing: risk orders the work, it starts none.
 * @param unusedDays from when on a key counts as unused
 */
export const riskOf = (facts: KeyFactsNow, unusedDays: number, now: Instant): Risk => {
  const { status } = facts;
  const factors =
    status.known && status.value !== 'Active'
      ? [factor('use', 1, 'The key is Inactive: it cannot be used until somebody activates it.')]
      : [
          privilege(facts),
          exposure(facts),
          use(facts, unusedDays, now),
          owner(facts),
          age(facts, now),
        ];
  return { score: factors.reduce((sum, each) => sum + each.points, 0), factors };
};

/** Worst first; keys of equal risk by name, so that the order never depends on who was read first. */
export const byRisk = (
  a: { readonly name: string; readonly risk: Risk },
  b: { readonly name: string; readonly risk: Risk },
): number => b.risk.score - a.risk.score || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

const factor = (name: string, points: number, text: string): Factor => ({ name, points, text });

const privilege = (facts: KeyFactsNow): Factor => {
  if (isRoot(facts)) return factor('privilege', 50, 'It belongs to the root user.');
  if (!facts.privilege.known) return factor('privilege', 0, 'What it may do is unknown.');
  switch (facts.privilege.value) {
    case 'administrator':
      return factor('privilege', 40, 'It may do everything.');
    case 'can-escalate':
      return factor('privilege', 30, 'It may give itself more permissions.');
    case 'limited':
      return factor('privilege', 5, 'Its permissions are limited.');
  }
};

const exposure = ({ exposed }: KeyFactsNow): Factor => {
  if (!exposed.known) return factor('exposure', 0, 'Whether AWS found it in public is unknown.');
  return exposed.value
    ? factor('exposure', 40, 'AWS found it in public.')
    : factor('exposure', 0, 'AWS does not say that it is public.');
};

const use = ({ lastUse, createdAt }: KeyFactsNow, unusedDays: number, now: Instant): Factor => {
  if (!lastUse.known) return factor('use', 0, 'When it was last used is unknown.');
  const since = lastUse.value?.at ?? (createdAt.known ? createdAt.value : now);
  const days = wholeDays(since, now);
  const said =
    lastUse.value === null ? 'It was never used' : `It was last used ${inDays(days)} ago`;
  return days >= unusedDays
    ? factor('use', 10, `${said}: nobody would notice a stranger using it.`)
    : factor('use', 5, `${said}.`);
};

const owner = ({ ownerIsHere }: KeyFactsNow): Factor => {
  if (!ownerIsHere.known) return factor('owner', 0, 'Whether its owner is still here is unknown.');
  return ownerIsHere.value
    ? factor('owner', 0, 'Its owner is here.')
    : factor('owner', 15, 'Its owner has left.');
};

/** One point for each quarter of a year, ten at most. */
const age = ({ createdAt }: KeyFactsNow, now: Instant): Factor => {
  if (!createdAt.known) return factor('age', 0, 'When it was made is unknown.');
  const days = wholeDays(createdAt.value, now);
  return factor('age', Math.min(10, Math.floor(days / 90)), `It is ${inDays(days)} old.`);
};
