import type { KeySettings } from '../model/configuration.ts';
import { addDays, daysBetween, type Instant } from '../model/instant.ts';
import { isOpen } from './change-window.ts';
import { advanceDeletion } from './deletion.ts';
import { isDisabledAtOnce } from './exposure.ts';
import type { KeyCase } from './key-case.ts';
import { isTold, withNotice } from './notices.ts';
import { nextStepAfter, scheduleUntil } from './schedule.ts';

/** What the passing of time asks for. */
export type NextStep =
  | { readonly kind: 'none' }
  /** Write this case: the next step is later. */
  | { readonly kind: 'wait'; readonly keyCase: KeyCase; readonly why: string }
  | { readonly kind: 'warn'; readonly keyCase: KeyCase; readonly noticeId: string }
  /** Ask `respond`; write this case. */
  | { readonly kind: 'due'; readonly act: 'disable' | 'delete'; readonly keyCase: KeyCase }
  /** Ask `rotate-key`; write this case. */
  | { readonly kind: 'rotate'; readonly keyCase: KeyCase }
  /** The exception has ended: the key is told like a new one. */
  | { readonly kind: 'exception-ended'; readonly keyCase: KeyCase; readonly noticeId: string };

const waiting: ReadonlySet<KeyCase['stage']> = new Set([
  'told',
  'warned',
  'due',
  'restored',
  'excepted',
  'rotating',
  'disabled',
]);

/** Decides the next step of a case whose time has come. Pure; the same moment twice asks the same. */
export const advance = (keyCase: KeyCase, settings: KeySettings, now: Instant): NextStep => {
  const { dueAt, nextStepAt } = keyCase;
  if (!waiting.has(keyCase.stage) || nextStepAt === undefined || nextStepAt > now) {
    return { kind: 'none' };
  }
  if (keyCase.stage === 'disabled') return advanceDeletion(keyCase, settings, now);
  if (dueAt === undefined) return { kind: 'none' };
  if (keyCase.stage === 'rotating' || (keyCase.stage === 'excepted' && now < dueAt)) {
    return rotate(keyCase, dueAt, now);
  }
  if (keyCase.stage === 'excepted') return exceptionEnded(keyCase, settings, now);
  if (now < dueAt) return warn(keyCase, dueAt, settings, now);
  // A warning came up and nothing ran until after the due date: warned now, and due a day later.
  if (nextStepAt < dueAt) return warnLate(keyCase, settings, now);
  const isAtOnce = isDisabledAtOnce(keyCase.reasons, settings);
  if (!isTold(keyCase)) {
    return {
      kind: 'wait',
      // A public key does not wait a day for a message that comes within minutes.
      keyCase: isAtOnce ? keyCase : { ...keyCase, nextStepAt: addDays(now, 1) },
      why: 'a warning has not been delivered: told, or not touched',
    };
  }
  if (!isAtOnce && !isOpen(settings.window, now)) {
    const { dueAt: opening } = scheduleUntil(now, now, settings);
    if (opening === undefined) return { kind: 'none' };
    return {
      kind: 'wait',
      keyCase: { ...keyCase, nextStepAt: opening },
      why: 'outside the change window',
    };
  }
  // If nothing comes of the request (a cap, an outage), ask again tomorrow.
  return {
    kind: 'due',
    act: 'disable',
    keyCase: { ...keyCase, stage: 'due', nextStepAt: addDays(now, 1) },
  };
};

const warn = (keyCase: KeyCase, dueAt: Instant, settings: KeySettings, now: Instant): NextStep => {
  const days = Math.max(1, Math.ceil(daysBetween(now, dueAt)));
  const warned = withNotice(
    {
      ...keyCase,
      stage: 'warned',
      nextStepAt: nextStepAfter(now, dueAt, settings.warnDaysBefore),
    },
    { kind: 'warning', cause: `${dueAt}/${days}`, at: now, details: { days: String(days) } },
  );
  return { kind: 'warn', keyCase: warned, noticeId: `warning:${dueAt}/${days}` };
};

/** If nothing comes of the request, ask again tomorrow. An exception's end is never missed for it. */
const rotate = (keyCase: KeyCase, dueAt: Instant, now: Instant): NextStep => {
  const tomorrow = addDays(now, 1);
  const isEarly = keyCase.stage === 'excepted' && dueAt < tomorrow;
  return { kind: 'rotate', keyCase: { ...keyCase, nextStepAt: isEarly ? dueAt : tomorrow } };
};

const warnLate = (keyCase: KeyCase, settings: KeySettings, now: Instant): NextStep => {
  const { dueAt } = scheduleUntil(now, addDays(now, 1), settings);
  return dueAt === undefined ? { kind: 'none' } : warn({ ...keyCase, dueAt }, dueAt, settings, now);
};

const exceptionEnded = (keyCase: KeyCase, settings: KeySettings, now: Instant): NextStep => {
  const { dueAt: _ended, nextStepAt: _next, ...rest } = keyCase;
  const told = withNotice(
    {
      ...rest,
      stage: 'told',
      clockStartedAt: now,
      reasons: [{ id: 'undeclared', text: 'The exception for this key has ended.' }],
      ...scheduleUntil(now, addDays(now, settings.newKeyGraceDays), settings),
    },
    { kind: 'found', cause: `exception-ended/${now}`, at: now },
  );
  return { kind: 'exception-ended', keyCase: told, noticeId: `found:exception-ended/${now}` };
};
