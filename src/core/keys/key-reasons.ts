import { rootUserName } from '../events/change.ts';
import type { KeySettings } from '../model/configuration.ts';
import type { Fact } from '../model/fact.ts';
import { addDays, daysBetween, type Instant } from '../model/instant.ts';
import type { KeyFactsNow, KeyHistory } from './decision.ts';
import { exposedReason } from './exposure.ts';
import type { Reason } from './reasons.ts';

/**
 * Everything that can be said against an Active key now. A reason rests on known facts only: what is
 * unknown says nothing (invariant 2).
 */
export const activeKeyReasons = (
  facts: KeyFactsNow,
  history: KeyHistory,
  settings: KeySettings,
  now: Instant,
): readonly Reason[] =>
  [
    exposed(facts, history),
    rootKey(facts),
    ownerGone(facts, history),
    unused(facts, settings, now),
    neverUsed(facts, settings, now),
    tooOld(facts, settings, now),
    replacementInUse(facts),
    secondActiveKey(facts),
    ...undeclared(facts, history),
  ].filter((reason) => reason !== undefined);

export const isRoot = (facts: Pick<KeyFactsNow, 'userName' | 'holder'>): boolean =>
  facts.holder === 'root' || facts.userName === rootUserName;

/** Whole days that have passed; `one day`, `112 days`. */
export const wholeDays = (from: Instant, to: Instant): number =>
  Math.max(0, Math.floor(daysBetween(from, to)));

export const inDays = (days: number): string => (days === 1 ? 'one day' : `${days} days`);

const holds = (fact: Fact<boolean>, value: boolean): boolean => fact.known && fact.value === value;

/** What was in public once stays known to whoever saw it, whatever becomes of the quarantine. */
const exposed = ({ exposed: fact }: KeyFactsNow, history: KeyHistory): Reason | undefined =>
  keptReason('exposed', history) ??
  (holds(fact, true) ? exposedReason('quarantine-policy') : undefined);

const rootKey = (facts: KeyFactsNow): Reason | undefined =>
  isRoot(facts)
    ? {
        id: 'root-key',
        text: 'A root access key can do everything in the account and nothing can limit it.',
      }
    : undefined;

/** Slack says so when it is asked to deliver: until it says otherwise, that holds. */
const ownerGone = ({ ownerIsHere }: KeyFactsNow, history: KeyHistory): Reason | undefined => {
  if (!ownerIsHere.known) return keptReason('owner-gone', history);
  return ownerIsHere.value ? undefined : ownerGoneReason;
};

export const ownerGoneReason: Reason = {
  id: 'owner-gone',
  text: 'The owner of the key has left, and nobody answers for it.',
};

const keptReason = (id: Reason['id'], { reasons = [] }: KeyHistory): Reason | undefined =>
  reasons.find((reason) => reason.id === id);

/** CIS counts a credential as unused from the 45th day on. */
const unused = (
  { lastUse }: KeyFactsNow,
  { unusedDays }: KeySettings,
  now: Instant,
): Reason | undefined => {
  if (!lastUse.known || lastUse.value === null) return undefined;
  const { at, service } = lastUse.value;
  if (now < addDays(at, unusedDays)) return undefined;
  return {
    id: 'unused',
    text: `Nothing has used the key for ${inDays(wholeDays(at, now))}; the last use was of ${service}, and ${inDays(unusedDays)} are the limit.`,
  };
};

/** A key without any use has no last use to count from: it counts from its creation. */
const neverUsed = (
  { lastUse, createdAt }: KeyFactsNow,
  { unusedDays }: KeySettings,
  now: Instant,
): Reason | undefined => {
  if (!lastUse.known || lastUse.value !== null || !createdAt.known) return undefined;
  if (now < addDays(createdAt.value, unusedDays)) return undefined;
  return {
    id: 'never-used',
    text: `Nothing has ever used the key in the ${inDays(wholeDays(createdAt.value, now))} since it was made.`,
  };
};

const tooOld = (
  { createdAt }: KeyFactsNow,
  { maxAgeDays }: KeySettings,
  now: Instant,
): Reason | undefined => {
  if (!createdAt.known || now <= addDays(createdAt.value, maxAgeDays)) return undefined;
  return {
    id: 'too-old',
    text: `The key is ${inDays(wholeDays(createdAt.value, now))} old; ${inDays(maxAgeDays)} are the limit.`,
  };
};

const replacementInUse = (facts: KeyFactsNow): Reason | undefined =>
  holds(facts.replacementInUse, true)
    ? {
        id: 'replacement-in-use',
        text: 'The role that replaces the key is in use, and the key has been idle since.',
      }
    : undefined;

const secondActiveKey = ({ otherActiveKeys }: KeyFactsNow): Reason | undefined => {
  if (!otherActiveKeys.known || otherActiveKeys.value < 1) return undefined;
  const others = otherActiveKeys.value;
  return {
    id: 'second-active-key',
    text: `The user has ${others === 1 ? 'another active key' : `${others} other active keys`}: one is enough.`,
  };
};

/** What an event said once and no look at the key can say again. */
const lasting: ReadonlySet<Reason['id']> = new Set([
  'undeclared',
  're-activated',
  'created-by-automation',
]);

const undeclared = (facts: KeyFactsNow, history: KeyHistory): readonly Reason[] => {
  const kept = (history.reasons ?? []).filter(({ id }) => lasting.has(id));
  const { createdAt } = facts;
  const isMissed =
    history.stage === 'new' &&
    history.watchedSince !== undefined &&
    createdAt.known &&
    createdAt.value > history.watchedSince &&
    !isRoot(facts);
  return isMissed
    ? [
        {
          id: 'undeclared',
          text:
            facts.holder === 'human'
              ? 'A person has a long-lived key; signing in gives short-lived ones.'
              : 'A long-lived key that no exception covers.',
        },
        ...kept,
      ]
    : kept;
};
