import type { AccessKeyChange, UserChange } from '../events/change.ts';
import { describeCaller } from '../events/describe-caller.ts';
import type { KeySettings } from '../model/configuration.ts';
import type { Instant } from '../model/instant.ts';
import type { Replacement } from '../replacement/replacement.ts';
import type { LastUse } from './access-key.ts';
import { automationOf } from './automation.ts';
import type { KeyDecision } from './decide-on-change.ts';
import type { KeyCase, OwnerContact } from './key-case.ts';
import { noticeId, withNotice } from './notices.ts';
import { scheduleFrom } from './schedule.ts';

type Opening = Extract<KeyDecision, { kind: 'open-case' }>;
type Reactivation = Extract<KeyDecision, { kind: 're-activated' }>;

/** A case in its first state; `version` 0 because it is not written yet. */
export const openedCase = (
  decision: Opening,
  context: {
    readonly change: AccessKeyChange | UserChange;
    readonly accountName: string;
    readonly owners: readonly OwnerContact[];
    readonly replacement: Replacement;
    readonly lastUse: LastUse | null | undefined;
    readonly now: Instant;
  },
): KeyCase => {
  const { change, now } = context;
  const opened: KeyCase = {
    key: decision.key,
    accountName: context.accountName,
    place: decision.place,
    version: 0,
    stage: decision.stage,
    reasons: decision.reasons,
    holder: decision.holder,
    mode: decision.mode,
    createdBy: change.by,
    ...(decision.automation === undefined ? {} : { automation: decision.automation }),
    openedAt: now,
    clockStartedAt: now,
    ...(decision.dueAt === undefined ? {} : { dueAt: decision.dueAt }),
    ...(decision.nextStepAt === undefined ? {} : { nextStepAt: decision.nextStepAt }),
    owners: context.owners,
    replacement: context.replacement,
    unknowns: decision.unknowns,
    notices: [],
    ...(context.lastUse === undefined ? {} : { lastUse: context.lastUse }),
    reactivations: 0,
    lastEventAt: change.time,
  };
  return decision.tell
    ? withNotice(opened, { kind: 'found', cause: change.eventId, at: now })
    : opened;
};

/** The key came back to Active after lastkey had disabled it. */
export const reactivatedCase = (
  keyCase: KeyCase,
  decision: Reactivation,
  change: AccessKeyChange | UserChange,
  now: Instant,
): KeyCase => {
  const { disabled: _was, dueAt: _due, nextStepAt: _next, kept: _kept, ...rest } = keyCase;
  return withNotice(
    {
      ...rest,
      stage: 'told',
      reasons: decision.reasons,
      reactivations: decision.reactivations,
      clockStartedAt: now,
      ...(decision.dueAt === undefined ? {} : { dueAt: decision.dueAt }),
      ...(decision.nextStepAt === undefined ? {} : { nextStepAt: decision.nextStepAt }),
      lastEventAt: change.time,
    },
    {
      kind: 're-activated',
      cause: change.eventId,
      at: now,
      details: { by: describeCaller(change.by), tool: automationOf(change) ?? '' },
    },
  );
};

/** Somebody else disabled the key: nothing more is due, and it can be undone. */
export const disabledElsewhere = (
  keyCase: KeyCase,
  change: AccessKeyChange | UserChange,
  now: Instant,
): KeyCase => {
  const { dueAt: _due, nextStepAt: _next, ...rest } = keyCase;
  const by = describeCaller(change.by);
  return withNotice(
    {
      ...rest,
      stage: 'disabled',
      disabled: { at: change.time, by, why: 'disabled outside lastkey' },
      lastEventAt: change.time,
    },
    { kind: 'disabled-elsewhere', cause: change.eventId, at: now, details: { by } },
  );
};

/** The key does not exist any more. */
export const deletedCase = (
  keyCase: KeyCase,
  change: AccessKeyChange | UserChange,
  now: Instant,
): KeyCase => {
  const { dueAt: _due, nextStepAt: _next, ...rest } = keyCase;
  return withNotice(
    { ...rest, stage: 'deleted', lastEventAt: change.time },
    {
      kind: 'deleted',
      cause: change.eventId,
      at: now,
      details: { by: describeCaller(change.by) },
    },
  );
};

/** lastkey disabled the key, and saw that it is Inactive. */
export const disabledCase = (
  keyCase: KeyCase,
  act: { readonly id: string; readonly by: string; readonly why: string; readonly at: Instant },
): KeyCase => {
  const { dueAt: _due, nextStepAt: _next, kept: _kept, ...rest } = keyCase;
  return withNotice(
    { ...rest, stage: 'disabled', disabled: { at: act.at, by: act.by, why: act.why } },
    { kind: 'disabled', cause: act.id, at: act.at, details: { by: act.by, why: act.why } },
  );
};

/** The key is Active again because a person asked for it: its clock starts anew. */
export const restoredCase = (
  keyCase: KeyCase,
  act: { readonly id: string; readonly by: string; readonly at: Instant },
  settings: KeySettings,
): KeyCase => {
  const { disabled: _was, dueAt: _due, nextStepAt: _next, ...rest } = keyCase;
  return withNotice(
    {
      ...rest,
      stage: 'restored',
      clockStartedAt: act.at,
      ...scheduleFrom(act.at, settings),
    },
    { kind: 'restored', cause: act.id, at: act.at, details: { by: act.by } },
  );
};

/**
 * The last look found a use since the warning: the act is off and the clock starts anew. A request that
 * has found one already starts it once, however often it comes back.
 */
export const usedSinceWarning = (
  keyCase: KeyCase,
  use: LastUse,
  act: { readonly id: string; readonly at: Instant },
  settings: KeySettings,
): KeyCase => {
  const said = noticeId('used-since-warning', act.id);
  if (keyCase.notices.some(({ id }) => id === said)) return keyCase;
  const { dueAt: _due, nextStepAt: _next, ...rest } = keyCase;
  return withNotice(
    {
      ...rest,
      stage: 'told',
      lastUse: use,
      clockStartedAt: act.at,
      ...scheduleFrom(act.at, settings),
    },
    {
      kind: 'used-since-warning',
      cause: act.id,
      at: act.at,
      details: { usedAt: use.at, service: use.service, region: use.region },
    },
  );
};
