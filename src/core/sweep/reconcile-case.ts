import type { AccessKeyState } from '../keys/access-key.ts';
import type { KeyCase } from '../keys/key-case.ts';
import { withNotice } from '../keys/notices.ts';
import { reactivatedReason } from '../keys/reactivation.ts';
import { scheduleFrom } from '../keys/schedule.ts';
import type { KeySettings } from '../model/configuration.ts';
import type { Instant } from '../model/instant.ts';

/** What a message says in place of a person: the event that would name one was not seen. */
const somebody = 'Somebody whose call was not seen';

/**
 * Brings a case into line with the keys that its user has now, as the lost event would have: deleted,
 * disabled, or Active again (invariant 8).
 * @param listed every key of the user; `null`: there is no such user
 * @returns the same case when there is nothing to do
 */
export const reconcileCase = (
  keyCase: KeyCase,
  listed: readonly AccessKeyState[] | null,
  settings: KeySettings,
  context: { readonly runAt: Instant; readonly now: Instant },
): KeyCase => {
  const { runAt, now } = context;
  const cause = `sweep/${runAt}`;
  const { dueAt: _due, nextStepAt: _next, ...rest } = keyCase;
  const present = listed?.find(({ accessKeyId }) => accessKeyId === keyCase.key.accessKeyId);
  if (present === undefined) {
    return withNotice(
      { ...rest, stage: 'gone', lastEventAt: now },
      { kind: 'deleted', cause, at: now, details: { by: somebody } },
    );
  }
  if (present.status !== 'Active' && keyCase.stage !== 'disabled') {
    return withNotice(
      {
        ...rest,
        stage: 'disabled',
        disabled: { at: now, by: somebody, why: 'disabled outside lastkey' },
        lastEventAt: now,
      },
      { kind: 'disabled-elsewhere', cause, at: now, details: { by: somebody } },
    );
  }
  if (present.status === 'Active' && keyCase.stage === 'disabled') {
    const { disabled: _was, kept: _kept, ...active } = rest;
    const reactivations = keyCase.reactivations + 1;
    return withNotice(
      {
        ...active,
        stage: 'told',
        reasons: [reactivatedReason(undefined, reactivations)],
        reactivations,
        clockStartedAt: now,
        ...(reactivations >= 2 || keyCase.holder === 'root' ? {} : scheduleFrom(now, settings)),
        lastEventAt: now,
      },
      { kind: 're-activated', cause, at: now, details: { by: somebody, tool: '' } },
    );
  }
  return keyCase;
};
