import { rootUserName } from '../../core/events/change.ts';
import { type KeyFactsNow, neverMet } from '../../core/keys/decision.ts';
import { ownersOf } from '../../core/keys/owners.ts';
import type { PlannedKey } from '../../core/keys/plan.ts';
import type { Configuration } from '../../core/model/configuration.ts';
import { dayOf, type Instant } from '../../core/model/instant.ts';
import { type AccountReading, hasBadInput } from '../scan/account-reading.ts';
import { keysWithFacts } from '../scan/facts-of-key.ts';
import type { PlanDocumentKey } from './plan-document.ts';

/** What a plan is made from. */
export interface KeysToPlan {
  readonly keys: readonly PlannedKey[];
  readonly names: readonly PlanDocumentKey[];
  readonly gaps: readonly string[];
  /** A file of the snapshot is no output of AWS. */
  readonly hasBadInput: boolean;
}

/** The keys of a snapshot, with everything that is in it known. */
export const keysOfReadings = (
  readings: readonly AccountReading[],
  configuration: Configuration,
  now: Instant,
): KeysToPlan => {
  const found = readings.flatMap((reading) =>
    reading.outcome.coverage === 'read'
      ? keysWithFacts(reading, reading.outcome, now).map(({ facts, details }) => {
          const tags = details.known ? details.value.tags : undefined;
          const [owner] = ownersOf(configuration.owners, facts, tags, undefined);
          return { facts, accountName: reading.name, owner: owner?.contact ?? 'nobody' };
        })
      : [],
  );
  return {
    ...named(found),
    gaps: readings.flatMap(({ name, outcome }) =>
      outcome.coverage === 'failed'
        ? [`${name}: ${outcome.reason}`]
        : outcome.coverage === 'read'
          ? outcome.gaps.map((gap) => `${name}: ${gap}`)
          : [],
    ),
    hasBadInput: readings.some(hasBadInput),
  };
};

/** Gives each key a name of its own, also where its id is unknown. */
export const named = (
  found: readonly {
    readonly facts: KeyFactsNow;
    readonly accountName: string;
    readonly owner: string;
  }[],
): Pick<KeysToPlan, 'keys' | 'names'> => {
  const taken = new Map<string, number>();
  const all = found.map(({ facts, accountName, owner }) => {
    const { accountId, userName } = facts;
    const base = `${accountId}/${userName}/${idOf(facts)}`;
    const count = (taken.get(base) ?? 0) + 1;
    taken.set(base, count);
    const name = count === 1 ? base : `${base} #${count}`;
    const accessKeyId = facts.accessKeyId.known ? facts.accessKeyId.value : 'unknown';
    return {
      key: { name, facts, history: neverMet(), owner },
      name: { name, accountId, accountName, userName, accessKeyId, owner },
    };
  });
  return { keys: all.map(({ key }) => key), names: all.map(({ name }) => name) };
};

const idOf = ({ accessKeyId, createdAt, userName }: KeyFactsNow): string => {
  if (accessKeyId.known) return accessKeyId.value;
  if (userName === rootUserName) return 'root key';
  return createdAt.known ? `key of ${dayOf(createdAt.value)}` : 'unknown key';
};
