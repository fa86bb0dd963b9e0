import type { AccessKeyCreated } from '../events/change.ts';
import type { AccessKey } from '../keys/access-key.ts';
import type { KeyDecision } from '../keys/decide-on-change.ts';
import type { Decision, KeyFactsNow } from '../keys/decision.ts';
import type { KeyCase } from '../keys/key-case.ts';
import type { EventId } from '../model/ids.ts';
import type { Instant } from '../model/instant.ts';

/**
 * What the event that made a key would have said, as far as the key itself tells: it is older than
 * lastkey, or its event was lost. The run of the sweep stands for the event.
 */
export const unseenCreation = (key: AccessKey, runAt: Instant): AccessKeyCreated => ({
  kind: 'CreateAccessKey',
  eventId: sweepCause(runAt) as EventId,
  time: key.createdAt,
  accountId: key.accountId,
  region: 'us-east-1',
  by: { type: 'unknown' },
  outcome: 'succeeded',
  userName: key.userName,
  accessKeyId: key.accessKeyId,
});

/** The cause of notices that a run gives: the same run gives each once. */
export const sweepCause = (runAt: Instant): string => `sweep/${runAt}`;

/** A decision of the sweep in the form of one about an event, so that both open the same case. */
export const openingOf = (
  key: AccessKey,
  facts: KeyFactsNow,
  decision: Decision,
  unknowns: readonly string[],
): Extract<KeyDecision, { kind: 'open-case' }> => ({
  kind: 'open-case',
  key,
  stage: decision.stage === 'excepted' ? 'excepted' : 'told',
  holder: facts.holder,
  reasons: decision.reasons,
  mode: decision.mode,
  place: facts.place,
  unknowns,
  tell: decision.stage !== 'excepted',
  ...datesOf(decision),
});

/** The first message says how many more keys of the owner wait for a later day. */
export const withWaiting = (opened: KeyCase, waiting: number): KeyCase =>
  waiting === 0
    ? opened
    : {
        ...opened,
        notices: opened.notices.map((notice) => ({
          ...notice,
          details: { ...notice.details, waiting: String(waiting) },
        })),
      };

export const datesOf = ({
  dueAt,
  nextStepAt,
}: Pick<Decision, 'dueAt' | 'nextStepAt'>): Pick<KeyCase, 'dueAt' | 'nextStepAt'> => ({
  ...(dueAt === undefined ? {} : { dueAt }),
  ...(nextStepAt === undefined ? {} : { nextStepAt }),
});
