import type { KeySettings } from '../model/configuration.ts';
import { addDays, type Instant } from '../model/instant.ts';
import { nextOpening } from './change-window.ts';

/** The steps that lie ahead of a key: warnings, then the due date. */
export interface Schedule {
  /** Absent when the window never opens: then nothing is ever due. */
  readonly dueAt?: Instant;
  readonly nextStepAt?: Instant;
}

/**
 * A round that starts now: due after the grace days, in the next change window. The first message
 * is the first warning; the configured ones that still lie ahead follow.
 */
export const scheduleFrom = (startedAt: Instant, settings: KeySettings): Schedule =>
  scheduleUntil(startedAt, addDays(startedAt, settings.newKeyGraceDays), settings);

/** As {@link scheduleFrom}, with the due date given. */
export const scheduleUntil = (
  startedAt: Instant,
  dueAt: Instant,
  settings: KeySettings,
): Schedule => {
  const opening = nextOpening(settings.window, dueAt);
  if (opening === undefined) return {};
  // The first message has just been sent: a second one within a day would only be noise.
  const quietUntil = addDays(startedAt, 1);
  return {
    dueAt: opening,
    nextStepAt: nextStepAfter(quietUntil, opening, settings.warnDaysBefore),
  };
};

/**
 * The round of a key that is in public: due after a day instead of the grace of a new one, or at
 * once where the configuration says so. Then no window is waited for: whoever saw the key does not
 * wait for one either. In both cases a delivered message comes first.
 */
export const scheduleOfExposed = (startedAt: Instant, settings: KeySettings): Schedule => {
  if (settings.exposed === 'disable') return { dueAt: startedAt, nextStepAt: startedAt };
  const days = Math.min(exposedGraceDays, settings.newKeyGraceDays);
  return scheduleUntil(startedAt, addDays(startedAt, days), settings);
};

const exposedGraceDays = 1;

/** The next warning after `now`, or the due date when no warning lies between. */
export const nextStepAfter = (
  now: Instant,
  dueAt: Instant,
  warnDaysBefore: readonly number[],
): Instant =>
  warnDaysBefore
    .map((days) => addDays(dueAt, -days))
    .filter((at) => at > now && at < dueAt)
    .sort()[0] ?? dueAt;
