import { addDays, type Instant } from '../model/instant.ts';
import { isOpen, nextOpening } from './change-window.ts';
import type { KeyHistory } from './decision.ts';
import type { DecisionContext, StageDecision } from './decision-context.ts';
import { isDisabledAtOnce, isExposed } from './exposure.ts';
import type { Stage } from './key-case.ts';
import { wholeDays } from './key-reasons.ts';
import { isUsedSince } from './last-look.ts';
import type { Reason } from './reasons.ts';
import { nextStepAfter, scheduleFrom, scheduleOfExposed, scheduleUntil } from './schedule.ts';

/** An Active key with a reason, and every fact known that a date needs. */
export const decideRound = (
  context: DecisionContext,
  reasons: readonly Reason[],
): StageDecision => {
  const { facts, history, settings, now } = context;
  const { clockStartedAt: startedAt, dueAt } = history;
  if (history.stage === 'new' || history.stage === 'watched') {
    return newRound(context, reasons, 'told', 'There is something to say about the key.');
  }
  if (startedAt === undefined || dueAt === undefined) {
    return newRound(context, reasons, 'told', 'A date can be set for the key.');
  }
  const use = facts.lastUse.known ? facts.lastUse.value : null;
  const isAtOnce = isDisabledAtOnce(reasons, settings);
  if (!isAtOnce && isUsedSince(use, startedAt)) {
    const why = `The key was used at ${use.at}, after the round of warnings had begun: the clock starts anew.`;
    return newRound(context, reasons, 'told', why);
  }
  const round = { reasons, next: 'disable', clockStartedAt: startedAt, dueAt } as const;
  const stage = stageToKeep(history.stage);
  if (now < dueAt) {
    const isWarned = stage === 'warned' || hasWarningDay(context, startedAt, dueAt);
    return {
      ...round,
      stage: isWarned ? 'warned' : stage,
      why: `The key is due at ${dueAt}, ${inWholeDays(now, dueAt)} from now.`,
      nextStepAt: nextStepAfter(now, dueAt, settings.warnDaysBefore),
    };
  }
  if (!history.isTold) {
    const why = 'The key is due, and a warning has not been delivered: told, or not touched.';
    return { ...round, stage: 'warned', why, nextStepAt: addDays(now, 1) };
  }
  if (!isAtOnce && !isOpen(settings.window, now)) {
    const opening = nextOpening(settings.window, now);
    const why = 'The key is due, and the change window is closed.';
    return {
      ...round,
      stage: 'warned',
      why,
      ...(opening === undefined ? {} : { nextStepAt: opening }),
    };
  }
  return {
    ...round,
    stage: 'due',
    why: 'The key is due, and every warning was delivered.',
    nextStepAt: addDays(now, 1),
  };
};

export const newRound = (
  { history, settings, now }: DecisionContext,
  reasons: readonly Reason[],
  stage: 'told' | 'restored',
  why: string,
): StageDecision => {
  const soonest = isExposed(reasons)
    ? scheduleOfExposed(now, settings)
    : scheduleFrom(now, settings);
  // A date that was agreed on, further away, stays; not where a public key is disabled at once.
  const schedule =
    history.dueAt !== undefined &&
    soonest.dueAt !== undefined &&
    history.dueAt > soonest.dueAt &&
    !isDisabledAtOnce(reasons, settings)
      ? scheduleUntil(now, history.dueAt, settings)
      : soonest;
  return {
    stage,
    why: schedule.dueAt === undefined ? `${why} The change window never opens.` : why,
    reasons,
    clockStartedAt: now,
    ...(schedule.dueAt === undefined ? {} : { next: 'disable' as const }),
    ...schedule,
  };
};

/** The stage of a key whose round goes on. */
export const stageToKeep = (
  stage: KeyHistory['stage'],
): Extract<Stage, 'told' | 'warned' | 'restored'> => {
  switch (stage) {
    case 'warned':
    case 'due':
      return 'warned';
    case 'restored':
      return 'restored';
    default:
      return 'told';
  }
};

/** Whether a configured day before the due date has come; never within a day of the first message. */
const hasWarningDay = (
  { settings, now }: DecisionContext,
  startedAt: Instant,
  dueAt: Instant,
): boolean => {
  const quietUntil = addDays(startedAt, 1);
  return settings.warnDaysBefore.some((days) => {
    const at = addDays(dueAt, -days);
    return at > quietUntil && at <= now;
  });
};

const inWholeDays = (from: Instant, to: Instant): string => {
  const days = wholeDays(from, to);
  return days === 0 ? 'less than a day' : days === 1 ? 'one day' : `${days} days`;
};
