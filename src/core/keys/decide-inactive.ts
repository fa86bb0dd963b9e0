import { addDays } from '../model/instant.ts';
import type { DecisionContext, StageDecision } from './decision-context.ts';
import { inDays, isRoot, wholeDays } from './key-reasons.ts';
import { mayHaveDueDate } from './key-unknowns.ts';
import type { Reason } from './reasons.ts';
import { nextStepAfter, scheduleUntil } from './schedule.ts';

/**
 * A key that is Inactive, whoever made it so. It waits to be restored, and its deletion has a date
 * only when the configuration says so and nothing speaks for keeping it. The days count from when it
 * was disabled; for a key that was found Inactive, from when lastkey met it.
 */
export const decideInactive = (context: DecisionContext): StageDecision => {
  const { facts, history, settings, exception, now } = context;
  const disabledAt = history.disabledAt ?? now;
  const base = { stage: 'disabled', reasons: [leftover(context)] } as const;
  const days = settings.deleteDaysAfterDisable;
  if (days === null) return { ...base, why: 'The key is Inactive, and keys are never deleted.' };
  const obstacle = whyNotDeleted(context);
  if (exception !== undefined || obstacle !== undefined) {
    return { ...base, why: `The key is Inactive. ${obstacle ?? 'An exception covers it.'}` };
  }
  const used = facts.lastUse.known ? facts.lastUse.value : null;
  const startedAt = used !== null && used.at > disabledAt ? used.at : disabledAt;
  const { dueAt } = scheduleUntil(startedAt, addDays(startedAt, days), settings);
  if (dueAt === undefined) {
    return { ...base, why: 'The key is Inactive. The change window never opens.' };
  }
  // The date of a round that was to disable the key says nothing about its deletion.
  const agreed = history.stage === 'disabled' ? history.dueAt : undefined;
  const scheduled = {
    ...base,
    next: 'delete',
    clockStartedAt: startedAt,
    dueAt: agreed !== undefined && agreed > dueAt ? agreed : dueAt,
  } as const;
  if (now < scheduled.dueAt) {
    return {
      ...scheduled,
      why: `The key is Inactive, and is to be deleted at ${scheduled.dueAt}.`,
      nextStepAt: nextStepAfter(now, scheduled.dueAt, settings.warnDaysBefore),
    };
  }
  return {
    ...scheduled,
    why: history.isTold
      ? 'The key is Inactive, and its deletion is due.'
      : 'The deletion is due, and a warning has not been delivered: told, or not touched.',
    nextStepAt: addDays(now, 1),
  };
};

const leftover = ({ history, settings, now }: DecisionContext): Reason => {
  const since =
    history.disabledAt === undefined ? '' : ` for ${inDays(wholeDays(history.disabledAt, now))}`;
  const { deleteDaysAfterDisable: days } = settings;
  const limit = days === null ? '' : `; it can be restored for ${inDays(days)}`;
  return {
    id: 'inactive-leftover',
    text: `The key has been Inactive${since} and still exists${limit}.`,
  };
};

const whyNotDeleted = ({ facts }: DecisionContext): string | undefined => {
  if (isRoot(facts)) return 'A root key is never deleted.';
  if (facts.status.known && facts.status.value === 'Expired') return 'It has expired.';
  if (!mayHaveDueDate(facts)) return 'What a deletion needs is unknown, so it is not deleted.';
  if (!facts.isMostRecentlyUsed.known) {
    return 'Whether another key of the user was used later is unknown, so it is not deleted.';
  }
  return facts.isMostRecentlyUsed.value
    ? 'It is the most recently used key of the user, so it is not deleted.'
    : undefined;
};
