import type { AccessKey } from '../keys/access-key.ts';
import type { Decision, KeyFactsNow } from '../keys/decision.ts';
import type { KeyCase, OwnerContact } from '../keys/key-case.ts';
import { withNotice } from '../keys/notices.ts';
import type { Instant } from '../model/instant.ts';
import type { Replacement } from '../replacement/replacement.ts';

/**
 * The case of a key that the sweep met and no event told of: it is older than lastkey, or its event
 * was lost.
 * @param context.waiting how many more keys of this owner wait for a later day
 * @param context.runAt the run, which is the cause of the first message
 */
export const sweptCase = (
  key: AccessKey,
  facts: KeyFactsNow,
  decision: Decision,
  context: {
    readonly accountName: string;
    readonly owners: readonly OwnerContact[];
    readonly replacement: Replacement;
    readonly waiting: number;
    /** What was asked for and could not be read, in words. */
    readonly unknowns: readonly string[];
    readonly runAt: Instant;
    readonly now: Instant;
  },
): KeyCase => {
  const { now, runAt, waiting } = context;
  const swept: KeyCase = {
    key,
    accountName: context.accountName,
    place: facts.place,
    version: 0,
    stage: decision.stage,
    reasons: decision.reasons,
    holder: facts.holder,
    mode: decision.mode,
    createdBy: { type: 'unknown' },
    openedAt: now,
    clockStartedAt: decision.clockStartedAt ?? now,
    ...datesOf(decision),
    owners: context.owners,
    replacement: context.replacement,
    unknowns: context.unknowns,
    notices: [],
    ...(facts.lastUse.known ? { lastUse: facts.lastUse.value } : {}),
    reactivations: 0,
    // Older than any event of the key that may still come.
    lastEventAt: key.createdAt,
  };
  if (decision.stage === 'excepted') return swept;
  return withNotice(swept, {
    kind: 'found',
    cause: `sweep/${runAt}`,
    at: now,
    ...(waiting === 0 ? {} : { details: { waiting: String(waiting) } }),
  });
};

export const datesOf = ({
  dueAt,
  nextStepAt,
}: Pick<Decision, 'dueAt' | 'nextStepAt'>): Pick<KeyCase, 'dueAt' | 'nextStepAt'> => ({
  ...(dueAt === undefined ? {} : { dueAt }),
  ...(nextStepAt === undefined ? {} : { nextStepAt }),
});
