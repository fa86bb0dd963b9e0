import { pendingEvents } from '../core/events/case-event.ts';
import type { AccountInventory, InventoryKey } from '../core/inventory/account-inventory.ts';
import { openedCase } from '../core/keys/case-changes.ts';
import { decide } from '../core/keys/decide.ts';
import { type Decision, neverMet } from '../core/keys/decision.ts';
import type { KeyCase, OwnerContact } from '../core/keys/key-case.ts';
import { describeUnknowns } from '../core/keys/key-facts.ts';
import { ownersOf } from '../core/keys/owners.ts';
import type { Configuration } from '../core/model/configuration.ts';
import { dayOf, type Instant } from '../core/model/instant.ts';
import { isSameSecond } from '../core/sweep/match-key.ts';
import { pathInArn, reportFacts } from '../core/sweep/report-facts.ts';
import { strictestSettings } from '../core/sweep/strictest-settings.ts';
import { openingOf, sweepCause, unseenCreation, withWaiting } from '../core/sweep/swept-case.ts';
import { type LookedAt, lookCloser } from './closer-look.ts';
import type { MemberAccount } from './ports.ts';
import { recommendFor } from './recommend-for.ts';
import type { SweepAccountsPorts, SweptAccount } from './sweep-accounts.ts';
import { sweepEntry } from './sweep-entry.ts';

/** Users looked at closely in one account and run; the riskiest keys come first. */
const mostUsers = 200;

/** What became of the keys that no case knows. */
export interface ToldKeys {
  readonly told: number;
  /** Keys that there is something to say about, and that wait for a later day. */
  readonly waiting: number;
}

/**
 * Opens cases for the keys of an account that there is something to say about and that have none:
 * older than lastkey, or their event was lost. An owner gets so many first messages a day and no more,
 * riskiest key first: hundreds of old keys are a backlog to work through, not two hundred messages.
 */
export const tellSweptKeys = async (
  account: SweptAccount,
  inventory: AccountInventory,
  cases: readonly KeyCase[],
  member: MemberAccount,
  ports: SweepAccountsPorts,
  configuration: Configuration,
): Promise<ToldKeys> => {
  const suspects = worthALook(account, inventory, cases, configuration, ports.clock.now());
  const users = [...new Set(suspects.map(({ key }) => key.userName))].slice(0, mostUsers);
  const open: Opening[] = [];
  for (const userName of users) {
    for (const looked of await lookCloser(userName, account, member, ports)) {
      if (cases.some(({ key }) => key.accessKeyId === looked.key.accessKeyId)) continue;
      const decision = decide(
        looked.facts,
        configuration,
        neverMet(account.watchedSince),
        ports.clock.now(),
      );
      if (decision.stage !== 'told' && decision.stage !== 'excepted') continue;
      const found = looked.asked.user.known ? looked.asked.user.value : null;
      const owners = ownersOf(configuration.owners, looked.key, found?.tags, undefined);
      open.push({ looked, decision, owners });
    }
  }
  open.sort((one, other) => other.decision.risk.score - one.decision.risk.score);
  const { now: chosen, later } = await withinBudget(open, ports, configuration);
  for (const opening of chosen) {
    const waiting = later.filter(({ owners }) => ownerOf(owners) === ownerOf(opening.owners));
    await openCase(opening, waiting.length, account, member, ports, configuration);
  }
  return {
    told: chosen.filter(({ decision }) => decision.stage === 'told').length,
    waiting: later.length,
  };
};

interface Opening {
  readonly looked: LookedAt;
  readonly decision: Decision;
  readonly owners: readonly OwnerContact[];
}

/** Keys without a case that the report alone says something against, riskiest first. */
const worthALook = (
  account: SweptAccount,
  inventory: AccountInventory,
  cases: readonly KeyCase[],
  configuration: Configuration,
  now: Instant,
): readonly { readonly key: InventoryKey; readonly decision: Decision }[] => {
  const strict = strictestSettings(configuration);
  return inventory.keys
    .filter((key) => !isAccountedFor(key, inventory, cases))
    .map((key) => {
      const arn = inventory.users.find(({ userName }) => userName === key.userName)?.arn ?? '';
      const { accountId, ous } = account;
      const place = { accountId, ous, userPath: pathInArn(arn), userTags: undefined };
      const facts = reportFacts(inventory, key, place);
      return { key, decision: decide(facts, strict, neverMet(account.watchedSince), now) };
    })
    .filter(({ decision }) => decision.stage === 'told')
    .sort((one, other) => other.decision.risk.score - one.decision.risk.score);
};

/**
 * The report has no ids: there are as many cases as keys of that user and second. When one case is
 * missing, or is over, the closer look tells which key has none.
 */
const isAccountedFor = (
  key: InventoryKey,
  { keys }: AccountInventory,
  cases: readonly KeyCase[],
): boolean => {
  const { createdAt } = key;
  const known = cases.filter((keyCase) => isOfKey(keyCase, key)).length;
  if (known === 0) return false;
  const ofSecond = keys.filter(
    (each) =>
      each === key ||
      (each.userName === key.userName &&
        createdAt.known &&
        each.createdAt.known &&
        isSameSecond(each.createdAt.value, createdAt.value)),
  );
  return known >= ofSecond.length;
};

const isOfKey = (keyCase: KeyCase, key: InventoryKey): boolean =>
  keyCase.stage !== 'gone' &&
  keyCase.stage !== 'deleted' &&
  keyCase.key.userName === key.userName &&
  key.createdAt.known &&
  isSameSecond(keyCase.key.createdAt, key.createdAt.value);

const ownerOf = (owners: readonly OwnerContact[]): string => owners[0]?.contact ?? '';

/** Messages already sent today count too; a key that an exception covers needs none. */
const withinBudget = async (
  open: readonly Opening[],
  ports: SweepAccountsPorts,
  { limits }: Configuration,
): Promise<{ readonly now: readonly Opening[]; readonly later: readonly Opening[] }> => {
  const day = dayOf(ports.clock.now());
  const now: Opening[] = [];
  const later: Opening[] = [];
  for (const opening of open) {
    const isFree =
      opening.decision.stage === 'excepted' ||
      (await ports.firstMessages.spend(day, ownerOf(opening.owners), limits.perOwner)) === 'spent';
    (isFree ? now : later).push(opening);
  }
  return { now, later };
};

const openCase = async (
  { looked, decision, owners }: Opening,
  waiting: number,
  { accountName, runAt }: SweptAccount,
  member: MemberAccount,
  ports: SweepAccountsPorts,
  configuration: Configuration,
): Promise<void> => {
  const now = ports.clock.now();
  const { key, facts, asked } = looked;
  const change = unseenCreation(key, runAt);
  const opening = openingOf(key, facts, decision, describeUnknowns(asked));
  const replacement = await recommendFor(
    opening,
    change,
    { facts: asked, member },
    configuration,
    now,
  );
  const lastUse = facts.lastUse.known ? facts.lastUse.value : undefined;
  const opened = openedCase(opening, { change, accountName, owners, replacement, lastUse, now });
  const written = await ports.cases.writeCase(withWaiting(opened, waiting));
  // An event was quicker and opened it.
  if (written === 'changed') return;
  await ports.ledger.append([sweepEntry(written, 'opened', runAt, now)]);
  await ports.events.publish(pendingEvents(written, sweepCause(runAt)));
};
