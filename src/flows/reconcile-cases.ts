import { pendingEvents } from '../core/events/case-event.ts';
import type { AccountInventory, InventoryKey } from '../core/inventory/account-inventory.ts';
import type { AccessKeyState } from '../core/keys/access-key.ts';
import { decide } from '../core/keys/decide.ts';
import { withDeletionDate } from '../core/keys/deletion.ts';
import { historyOf } from '../core/keys/history-of.ts';
import type { KeyCase } from '../core/keys/key-case.ts';
import { settingsForKey, unknownPlace } from '../core/keys/key-settings.ts';
import { withRotationStep } from '../core/keys/rotation-schedule.ts';
import type { Configuration } from '../core/model/configuration.ts';
import type { Fact } from '../core/model/fact.ts';
import { addSeconds, type Instant } from '../core/model/instant.ts';
import { followDecision } from '../core/sweep/follow-decision.ts';
import { isSameSecond, matchKey } from '../core/sweep/match-key.ts';
import { reconcileCase } from '../core/sweep/reconcile-case.ts';
import { reportFacts } from '../core/sweep/report-facts.ts';
import type { MemberAccount } from './ports.ts';
import type { SweepAccountsPorts, SweptAccount } from './sweep-accounts.ts';
import { sweepEntry } from './sweep-entry.ts';

/**
 * Brings the cases of an account into line with its keys: what an event would have told and did not
 * (invariant 8), and what time has changed. Where the report and the case disagree, the keys of that
 * user are listed: a report may be four hours old, and closes no case by itself.
 * @returns how many cases were written
 */
export const reconcileCases = async (
  account: SweptAccount,
  inventory: AccountInventory,
  cases: readonly KeyCase[],
  member: MemberAccount,
  ports: SweepAccountsPorts,
  configuration: Configuration,
): Promise<number> => {
  const listed = new Map<string, Promise<Fact<readonly AccessKeyState[] | null>>>();
  const keysOf = (userName: string) => {
    const asked = listed.get(userName) ?? member.accessKeys(userName);
    listed.set(userName, asked);
    return asked;
  };
  let written = 0;
  for (const keyCase of cases) {
    if (isOver(keyCase) || keyCase.holder === 'root') continue;
    const changed = await changedCase(
      keyCase,
      cases,
      account,
      inventory,
      keysOf,
      member,
      ports,
      configuration,
    );
    if (changed === keyCase) {
      await ports.events.publish(forgotten(keyCase, ports.clock.now()));
      continue;
    }
    const now = ports.clock.now();
    const kept = await ports.cases.writeCase(changed);
    // An event or a click was quicker: the next run meets what it made of the case.
    if (kept === 'changed') continue;
    written += 1;
    const did = changed.lastEventAt === keyCase.lastEventAt ? 'followed' : 'reconciled';
    await ports.ledger.append([sweepEntry(kept, did, account.runAt, now)]);
    await ports.events.publish(pendingEvents(kept, `sweep/${account.runAt}`));
  }
  return written;
};

/** A notice that nobody has tried to deliver for hours: its announcement was cut short. */
const forgotten = (keyCase: KeyCase, now: Instant) =>
  pendingEvents(keyCase).filter(({ detail }) => detail.at < addSeconds(now, -forgottenSeconds));

/** Longer than Slack may be down before a notice waits in the dead-letter queue. */
const forgottenSeconds = 4 * 3600;

const isOver = ({ stage }: KeyCase): boolean =>
  stage === 'deleted' || stage === 'gone' || stage === 'rotating';

const casesOfSecond = ({ key }: KeyCase, cases: readonly KeyCase[]): number =>
  cases.filter(
    (each) =>
      each.stage !== 'gone' &&
      each.stage !== 'deleted' &&
      each.key.userName === key.userName &&
      isSameSecond(each.key.createdAt, key.createdAt),
  ).length;

const changedCase = async (
  keyCase: KeyCase,
  cases: readonly KeyCase[],
  account: SweptAccount,
  inventory: AccountInventory,
  keysOf: (userName: string) => Promise<Fact<readonly AccessKeyState[] | null>>,
  member: MemberAccount,
  ports: SweepAccountsPorts,
  configuration: Configuration,
): Promise<KeyCase> => {
  const { runAt } = account;
  const match = matchKey(keyCase, inventory, casesOfSecond(keyCase, cases));
  const place = {
    ...(keyCase.place ?? unknownPlace(account.accountId)),
    // A list without units is no news about them.
    ous: account.ous ?? keyCase.place?.ous,
  };
  const follow = async (key: InventoryKey, hasTwin: boolean): Promise<KeyCase> => {
    if (keyCase.stage === 'disabled') {
      return withDeletionDate(keyCase, settingsForKey(configuration, place).settings);
    }
    const exceptions = await ports.cases.exceptionsOf(account.accountId, keyCase.key.userName);
    const now = ports.clock.now();
    const facts = {
      ...reportFacts(inventory, key, place),
      ...(hasTwin ? { lastUse: await member.lastUse(keyCase.key.accessKeyId) } : {}),
      accessKeyId: {
        known: true,
        value: keyCase.key.accessKeyId,
        at: now,
        source: 'case table',
      } as const,
      exceptions: { known: true, value: exceptions, at: now, source: 'case table' } as const,
    };
    const decision = decide(facts, configuration, historyOf(keyCase), now);
    const followed = followDecision(keyCase, facts, decision, { runAt, now });
    return decision.stage === 'excepted'
      ? withRotationStep(followed, configuration.rotation, now)
      : followed;
  };
  switch (match.kind) {
    case 'cannot-tell':
      return keyCase;
    case 'differs': {
      const keys = await keysOf(keyCase.key.userName);
      if (!keys.known) return keyCase;
      const { settings } = settingsForKey(configuration, place);
      const context = { runAt, now: ports.clock.now() };
      const reconciled = reconcileCase(keyCase, keys.value, settings, context);
      return reconciled === keyCase && match.twin !== undefined
        ? follow(match.twin, true)
        : reconciled;
    }
    case 'same':
      return follow(match.key, match.hasTwin);
  }
};
