import type { Decision, KeyFactsNow } from '../keys/decision.ts';
import type { KeyCase } from '../keys/key-case.ts';
import { noticeId, withNotice } from '../keys/notices.ts';
import type { Instant } from '../model/instant.ts';
import { datesOf } from './swept-case.ts';

/**
 * Takes what changed about a key into its case: its reasons, its place, its mode. Warnings and due
 * dates come with time and are `advance`'s. A key in use is not set back here, which would tell its
 * owner so every day: the last look before the due date does it once.
 * @returns the same case when nothing changes
 */
export const followDecision = (
  keyCase: KeyCase,
  facts: KeyFactsNow,
  decision: Decision,
  context: { readonly runAt: Instant; readonly now: Instant },
): KeyCase => {
  if (!isOpen(keyCase)) return keyCase;
  const followed: KeyCase = { ...keyCase, mode: decision.mode, place: facts.place };
  if (keyCase.stage === 'watched') {
    return decision.stage === 'told' ? toldAgain(followed, facts, decision, context) : keyCase;
  }
  if (decision.stage === 'watched') return nothingToSay(followed, facts, context);
  if (keyCase.dueAt === undefined && decision.next === 'disable') {
    return toldAgain(followed, facts, decision, context);
  }
  const isSame =
    sameReasons(keyCase, decision) && decision.mode === keyCase.mode && sameUnits(keyCase, facts);
  return isSame ? keyCase : { ...followed, ...lastUseOf(facts), reasons: decision.reasons };
};

const isOpen = ({ stage }: KeyCase): boolean =>
  stage === 'told' || stage === 'warned' || stage === 'restored' || stage === 'watched';

/**
 * A key that was in order for a while and is not any more, or that was told while it was in use or not
 * wholly known, and can be given a date now: its round begins with a message that names the date.
 */
const toldAgain = (
  keyCase: KeyCase,
  facts: KeyFactsNow,
  decision: Decision,
  { runAt, now }: { readonly runAt: Instant; readonly now: Instant },
): KeyCase => {
  const notice = { kind: 'found', cause: `sweep/${runAt}`, at: now } as const;
  // Told by an attempt of this very run that ended early: the next run gives the date and says so.
  const isTold = keyCase.notices.some(({ id }) => id === noticeId(notice.kind, notice.cause));
  if (isTold) return keyCase;
  return withNotice(
    {
      ...withoutDates(keyCase),
      stage: 'told',
      reasons: decision.reasons,
      clockStartedAt: decision.clockStartedAt ?? now,
      ...datesOf(decision),
      ...lastUseOf(facts),
    },
    notice,
  );
};

/** No reason holds any more, so nothing is due: the owner learns what took the date away. */
const nothingToSay = (
  keyCase: KeyCase,
  facts: KeyFactsNow,
  { runAt, now }: { readonly runAt: Instant; readonly now: Instant },
): KeyCase => {
  const watched: KeyCase = {
    ...withoutDates(keyCase),
    stage: 'watched',
    reasons: [],
    ...lastUseOf(facts),
  };
  const use = facts.lastUse.known ? facts.lastUse.value : null;
  if (use === null) return watched;
  return withNotice(watched, {
    kind: 'used-since-warning',
    cause: `sweep/${runAt}`,
    at: now,
    details: { usedAt: use.at, service: use.service, region: use.region },
  });
};

const withoutDates = ({ dueAt: _due, nextStepAt: _next, ...rest }: KeyCase): KeyCase => rest;

const lastUseOf = ({ lastUse }: KeyFactsNow): Pick<KeyCase, 'lastUse'> =>
  lastUse.known ? { lastUse: lastUse.value } : {};

const sameReasons = ({ reasons }: KeyCase, decision: Decision): boolean =>
  reasons.map(({ id }) => id).join() === decision.reasons.map(({ id }) => id).join();

const sameUnits = ({ place }: KeyCase, facts: KeyFactsNow): boolean =>
  (place?.ous ?? []).join() === (facts.place.ous ?? []).join();
