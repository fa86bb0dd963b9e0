import type { FederatedLogin } from '../events/change.ts';
import type { EventId } from '../model/ids.ts';
import type { Instant } from '../model/instant.ts';
import type { LoginDiagnosis } from './diagnosis/diagnosis.ts';
import type { DeniedLogins } from './role-case.ts';

/** Enough to recognise a redelivery: a queue's batch comes back within minutes. */
const mostRecent = 50;

/** How long a diagnosis and the count that an owner sees may be old while logins are denied. */
const lookAgainAfterMs = 10 * 60_000;

const newest = (logins: readonly FederatedLogin[]): Instant | undefined =>
  logins
    .map(({ time }) => time)
    .sort()
    .at(-1);

/**
 * Takes logins of one role, provider and subject into its case. A success closes the case; denials
 * after it begin a new round; those before it, and those that were counted, change nothing.
 * @param blank the case to begin with when there is none
 * @returns the same `before` when nothing changes
 */
export const followLogins = (
  before: DeniedLogins | null,
  logins: readonly FederatedLogin[],
  blank: (round: EventId) => DeniedLogins,
): DeniedLogins | null => {
  const succeededAt = newest(logins.filter(({ outcome }) => outcome === 'succeeded'));
  const denied = logins
    .filter(({ outcome, eventId }) => outcome === 'failed' && !before?.recent.includes(eventId))
    .sort((a, b) => (a.time < b.time ? -1 : 1));
  if (before?.state === 'open') {
    const counted = denied.length === 0 ? before : withDenied(before, denied);
    return succeededAt !== undefined && succeededAt > counted.lastSeenAt
      ? closed(counted, succeededAt)
      : counted;
  }
  const since = [before?.closedAt, succeededAt].reduce<Instant | undefined>(
    (latest, at) => (latest === undefined || (at !== undefined && at > latest) ? at : latest),
    undefined,
  );
  const news = denied.filter(({ time }) => since === undefined || time > since);
  const [first] = news;
  if (first === undefined) return before;
  const begun = { ...blank(first.eventId), firstSeenAt: first.time, lastSeenAt: first.time };
  return withDenied(
    { ...begun, version: before?.version ?? 0, recent: before?.recent ?? [] },
    news,
  );
};

const withDenied = (before: DeniedLogins, denied: readonly FederatedLogin[]): DeniedLogins => {
  const times = [before.firstSeenAt, before.lastSeenAt, ...denied.map(({ time }) => time)].sort();
  return {
    ...before,
    count: before.count + denied.length,
    firstSeenAt: times[0] ?? before.firstSeenAt,
    lastSeenAt: times.at(-1) ?? before.lastSeenAt,
    recent: [...before.recent, ...denied.map(({ eventId }) => eventId)].slice(-mostRecent),
  };
};

/** A case that nobody was told about is closed without a word. */
const closed = (before: DeniedLogins, at: Instant): DeniedLogins => ({
  ...before,
  state: 'closed',
  closedAt: at,
  revision: before.revision === 0 ? 0 : before.revision + 1,
});

/** Whether the role has to be read (again) to explain the logins. */
export const needsDiagnosis = (
  { state, diagnosis, diagnosedAt }: DeniedLogins,
  now: Instant,
): boolean =>
  state === 'open' &&
  (diagnosis === undefined ||
    diagnosedAt === undefined ||
    Date.parse(now) - Date.parse(diagnosedAt) >= lookAgainAfterMs);

/** What was found out, and so what the owner is to see. */
export const withDiagnosis = (
  before: DeniedLogins,
  diagnosis: LoginDiagnosis,
  found: Pick<DeniedLogins, 'owners' | 'unknowns'>,
  now: Instant,
): DeniedLogins => ({
  ...before,
  ...found,
  diagnosis,
  diagnosedAt: now,
  revision: before.revision + 1,
});
