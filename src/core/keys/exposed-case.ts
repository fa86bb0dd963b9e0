import type { KeySettings } from '../model/configuration.ts';
import type { Instant } from '../model/instant.ts';
import { type Exposure, exposedReason, isExposed } from './exposure.ts';
import type { KeyCase } from './key-case.ts';
import { withNotice } from './notices.ts';
import { type Schedule, scheduleOfExposed } from './schedule.ts';

/**
 * Takes into a case that its key is in public. The owner is told at once and a new round begins, due
 * no later than the one before; "keep for now" was said of a key that nobody else knew, and ends.
 * A key that an exception covers, that is disabled or being rotated keeps its stage and dates.
 * @returns the same case when it says so already, or when the key is gone
 */
export const exposedCase = (
  keyCase: KeyCase,
  exposure: Pick<Exposure, 'source' | 'eventId'>,
  settings: KeySettings,
  now: Instant,
): KeyCase => {
  const { stage, reasons } = keyCase;
  if (stage === 'deleted' || stage === 'gone' || isExposed(reasons)) return keyCase;
  const exposed = { ...keyCase, reasons: [exposedReason(exposure.source), ...reasons] };
  const notice = {
    kind: 'exposed',
    cause: exposure.eventId,
    at: now,
    details: { source: exposure.source },
  } as const;
  if (stage === 'excepted' || stage === 'disabled' || stage === 'rotating') {
    return withNotice(exposed, notice);
  }
  const { kept: _kept, dueAt: _due, nextStepAt: _next, ...rest } = exposed;
  return withNotice(
    {
      ...rest,
      stage: 'told',
      clockStartedAt: now,
      ...(mayBeDue(keyCase) ? noLater(scheduleOfExposed(now, settings), keyCase.dueAt) : {}),
    },
    notice,
  );
};

/** A root key is the root user's; one that came back twice needs a change in the code that brings it. */
const mayBeDue = ({ holder, reactivations }: KeyCase): boolean =>
  holder !== 'root' && reactivations < 2;

const noLater = (schedule: Schedule, before: Instant | undefined): Schedule =>
  before === undefined || (schedule.dueAt !== undefined && schedule.dueAt <= before)
    ? schedule
    : { dueAt: before, nextStepAt: before };
