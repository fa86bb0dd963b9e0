import type { EventId } from '../model/ids.ts';
import type { Instant } from '../model/instant.ts';
import { isRecovered, isWorse, type JudgedTrust } from './judge-trust.ts';
import type { RoleTrust } from './role-case.ts';

export interface TrustNews
  extends Pick<RoleTrust, 'key' | 'accountId' | 'accountName' | 'owners' | 'unknowns' | 'change'> {
  readonly judged: JudgedTrust;
  readonly eventId: EventId;
  /** `eventTime` of the change. */
  readonly changedAt: Instant;
  /** The role was made by this change: what was known of one of the same name is of another role. */
  readonly isNew: boolean;
}

/**
 * Takes a judged change into a role's case: worse than before begins a round, and a message; as good
 * as before that round closes it. An event older than the newest one changes nothing.
 * @returns the same `before` when nothing changes
 */
export const followTrust = (before: RoleTrust | null, news: TrustNews): RoleTrust | null => {
  if (before !== null && before.changedAt > news.changedAt) return before;
  if (before === null && news.judged.verdict === 'not-federated') return null;
  const { judged, eventId, isNew, ...found } = news;
  const was = isNew ? null : (before?.judged ?? null);
  const kept = { ...found, judged, version: before?.version ?? 0 };
  if (isWorse(was, judged)) {
    return { ...kept, before: was, round: eventId, state: 'open', revision: 1, shown: 0 };
  }
  if (before === null || isNew || before.state !== 'open') {
    return {
      ...kept,
      before: was,
      round: before?.round ?? eventId,
      state: before?.state === 'closed' && !isNew ? 'closed' : 'quiet',
      revision: isNew ? 0 : (before?.revision ?? 0),
      shown: isNew ? 0 : (before?.shown ?? 0),
      ...(isNew || before?.thread === undefined ? {} : { thread: before.thread }),
    };
  }
  return {
    ...before,
    ...kept,
    state: isRecovered(before.before, judged) ? 'closed' : 'open',
    revision: before.revision + 1,
  };
};
