import type { KeySettings } from '../model/configuration.ts';
import { addDays, daysBetween, type Instant } from '../model/instant.ts';
import type { NextStep } from './advance.ts';
import { isOpen, nextOpening } from './change-window.ts';
import type { KeyCase } from './key-case.ts';
import { isToldOfDeletion, noticeId, withNotice } from './notices.ts';
import { scheduleUntil } from './schedule.ts';

/**
 * Gives a disabled key the date of its deletion when the configuration has one, and takes it away
 * when it has none. A date that is there stays. The root user's keys are never deleted.
 * @returns the same case when nothing changes
 */
export const withDeletionDate = (keyCase: KeyCase, settings: KeySettings): KeyCase => {
  const { disabled, stage, holder } = keyCase;
  const days = settings.deleteDaysAfterDisable;
  if (stage !== 'disabled' || disabled === undefined) return keyCase;
  const isDated = keyCase.dueAt !== undefined || keyCase.nextStepAt !== undefined;
  if (days === null || holder === 'root') return isDated ? withoutDates(keyCase) : keyCase;
  if (isDated) return keyCase;
  // What stopped a deletion would stop it again tomorrow, and be told again.
  const stopped = keyCase.notices
    .filter(({ kind }) => kind === 'not-deleted' || kind === 'would-delete')
    .map(({ at }) => at);
  const startedAt = [disabled.at, ...stopped].sort().at(-1) ?? disabled.at;
  return { ...keyCase, ...scheduleUntil(startedAt, addDays(startedAt, days), settings) };
};

/** The next step of a disabled key whose time has come: a warning, then the request to delete. */
export const advanceDeletion = (
  keyCase: KeyCase,
  settings: KeySettings,
  now: Instant,
): NextStep => {
  const { dueAt } = keyCase;
  if (settings.deleteDaysAfterDisable === null) {
    return { kind: 'wait', keyCase: withoutDates(keyCase), why: 'keys are never deleted' };
  }
  if (dueAt === undefined) return { kind: 'none' };
  if (now < dueAt || !isWarned(keyCase)) return warn(keyCase, dueAt, settings, now);
  if (!isToldOfDeletion(keyCase)) {
    return {
      kind: 'wait',
      keyCase: { ...keyCase, nextStepAt: addDays(now, 1) },
      why: 'a warning has not been delivered: told, or not touched',
    };
  }
  if (!isOpen(settings.window, now)) {
    const opening = nextOpening(settings.window, now);
    if (opening === undefined) return { kind: 'none' };
    return {
      kind: 'wait',
      keyCase: { ...keyCase, nextStepAt: opening },
      why: 'outside the change window',
    };
  }
  // The key stays disabled, and can be restored, until it is gone.
  return { kind: 'due', act: 'delete', keyCase: { ...keyCase, nextStepAt: addDays(now, 1) } };
};

/** lastkey deleted the key, and saw that it is gone. */
export const deletedByUs = (
  keyCase: KeyCase,
  act: { readonly id: string; readonly by: string; readonly why: string; readonly at: Instant },
): KeyCase =>
  withNotice(
    { ...withoutDates(keyCase), stage: 'deleted' },
    { kind: 'deleted', cause: act.id, at: act.at, details: { by: act.by, why: act.why } },
  );

export const withoutDates = ({ dueAt: _due, nextStepAt: _next, ...rest }: KeyCase): KeyCase => rest;

const isWarned = ({ notices, disabled }: KeyCase): boolean =>
  notices.some(
    ({ kind, at }) => kind === 'delete-warning' && disabled !== undefined && at >= disabled.at,
  );

/** A first warning on the due date itself leaves another day to answer. */
const warn = (keyCase: KeyCase, dueAt: Instant, settings: KeySettings, now: Instant): NextStep => {
  const days = Math.max(1, Math.ceil(daysBetween(now, dueAt)));
  const cause = `${dueAt}/${days}`;
  const next = settings.warnDaysBefore
    .map((before) => addDays(dueAt, -before))
    .filter((at) => at > now && at < dueAt)
    .sort()[0];
  const latest = dueAt > addDays(now, 1) ? dueAt : addDays(now, 1);
  const warned = withNotice(
    { ...keyCase, nextStepAt: next ?? latest },
    { kind: 'delete-warning', cause, at: now, details: { days: String(days) } },
  );
  return { kind: 'warn', keyCase: warned, noticeId: noticeId('delete-warning', cause) };
};
