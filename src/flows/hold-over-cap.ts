import { approvalContacts, overCapEvent } from '../core/events/approval-event.ts';
import { ledgerEntry } from '../core/evidence/ledger-entries.ts';
import { accessKeyName } from '../core/keys/access-key.ts';
import { canaryAllows } from '../core/keys/canary.ts';
import type { KeyCase } from '../core/keys/key-case.ts';
import { type HeldKey, heldKey, type OverCapAsk, withHeldKeys } from '../core/keys/over-cap.ts';
import { planBatch } from '../core/keys/plan-batch.ts';
import type { Configuration } from '../core/model/configuration.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { dayOf, type Instant } from '../core/model/instant.ts';
import type { KeyCounts, Limits } from './limit-ports.ts';
import type { CaseTable, DomainEvents, Ledger } from './ports.ts';

export interface HoldPorts {
  readonly cases: Pick<CaseTable, 'countKeys'>;
  readonly limits: Limits;
  /** The real number of keys of an account; without it, the number of its cases: a lower bound. */
  readonly keyCounts?: KeyCounts;
  readonly ledger: Ledger;
  readonly events: DomainEvents;
}

export type DueCase = KeyCase & { readonly dueAt: Instant };

/**
 * Which of the keys that are due in this run may go on. Over a limit nothing of that batch is done,
 * and one question a day lists it to the approvers. Held keys wait without a word to their owners.
 * @param due keys that may be disabled: in enforce mode, told, inside the change window
 */
export const holdOverCap = async (
  due: readonly DueCase[],
  now: Instant,
  ports: HoldPorts,
  configuration: Pick<Configuration, 'limits' | 'slack' | 'owners'>,
): Promise<readonly KeyCase[]> => {
  if (due.length === 0) return [];
  const { limits } = configuration;
  const left = canaryAllows(await ports.limits.readCanary(), limits.canary, now);
  // On the first day only a few are tried, the oldest first; the others wait for tomorrow.
  const tried = left === 'all' ? due : due.slice(0, left);
  const day = dayOf(now);
  const { go, held } = planBatch(
    tried,
    limits,
    await ports.limits.spent(day),
    await countEach(tried, ports),
  );
  const dueAtOf = new Map(tried.map((each) => [accessKeyName(each.key), each.dueAt]));
  await ask(
    held.flatMap(({ keyCase, cap }) => {
      const dueAt = dueAtOf.get(accessKeyName(keyCase.key));
      return dueAt === undefined ? [] : [heldKey({ ...keyCase, dueAt }, cap)];
    }),
    now,
    ports,
    approvalContacts(configuration),
  );
  return go;
};

const countEach = async (
  due: readonly KeyCase[],
  { keyCounts, cases }: HoldPorts,
): Promise<ReadonlyMap<string, number>> => {
  const counts = new Map<string, number>();
  for (const { key } of due) {
    if (counts.has(key.accountId)) continue;
    const counted = await keyCounts?.keysOf(key.accountId);
    counts.set(key.accountId, counted ?? (await cases.countKeys(key.accountId)));
  }
  return counts;
};

const ask = async (
  held: readonly HeldKey[],
  now: Instant,
  ports: HoldPorts,
  contacts: readonly string[],
): Promise<void> => {
  if (held.length === 0) return;
  const day = dayOf(now);
  const before = (await ports.limits.readAsk(day)) ?? newAsk(day, now);
  const asked = withHeldKeys(before, held);
  if (asked !== before) {
    await ports.ledger.append([
      ledgerEntry(
        'over-cap',
        now,
        `${day}/${asked.keys.length}`,
        'advance-cases',
        `over-cap/${day}`,
        {
          step: 'asked',
          keys: held.map(({ key, cap }) => ({ key: accessKeyName(key), cap })),
        },
      ),
    ]);
  }
  const written = asked === before ? before : await ports.limits.writeAsk(asked);
  if (written === 'changed') {
    throw new LastkeyError(
      'question-changed',
      `The question of ${day} changed while keys were added to it. The next run adds them.`,
      { retry: 'yes' },
    );
  }
  if (written.version > 0) await ports.events.publish([overCapEvent(written, contacts, now)]);
};

const newAsk = (day: string, now: Instant): OverCapAsk => ({
  day,
  version: 0,
  state: 'asked',
  askedAt: now,
  keys: [],
});
