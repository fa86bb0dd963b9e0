import type { Instant } from '../model/instant.ts';
import type { KeyCase, Notice, NoticeKind } from './key-case.ts';

/**
 * Adds a notice to a case. The id comes from its cause, so the same cause twice adds nothing.
 * Old delivered notices beyond the newest fifty are dropped: the ledger keeps them all.
 */
export const withNotice = (
  keyCase: KeyCase,
  notice: {
    readonly kind: NoticeKind;
    readonly cause: string;
    readonly at: Instant;
    readonly details?: Readonly<Record<string, string>>;
  },
): KeyCase => {
  const id = noticeId(notice.kind, notice.cause);
  if (keyCase.notices.some((each) => each.id === id)) return keyCase;
  const added: Notice = {
    id,
    kind: notice.kind,
    at: notice.at,
    details: notice.details ?? {},
    delivery: { status: 'pending' },
  };
  return { ...keyCase, notices: trimmed([...keyCase.notices, added]) };
};

export const noticeId = (kind: NoticeKind, cause: string): string => `${kind}:${cause}`;

const mostNotices = 50;

const trimmed = (notices: readonly Notice[]): readonly Notice[] => {
  const surplus = notices.length - mostNotices;
  if (surplus <= 0) return notices;
  const droppable = new Set(
    notices
      .filter((each) => each.delivery.status === 'delivered')
      .slice(0, surplus)
      .map((each) => each.id),
  );
  return notices.filter((each) => !droppable.has(each.id));
};

/** The notices that warn of an act: it may not happen before each of them was delivered. */
const warnings: ReadonlySet<NoticeKind> = new Set([
  'found',
  're-activated',
  'exposed',
  'warning',
  'used-since-warning',
  'restored', // it names the new date
  'kept',
  'not-mine', // passed on: the message to the new owner
]);

/** The warnings of the present round. */
export const warningsOf = (keyCase: KeyCase): readonly Notice[] =>
  keyCase.notices.filter(
    (notice) => warnings.has(notice.kind) && notice.at >= keyCase.clockStartedAt,
  );

/**
 * The same for a deletion: since the key was disabled, at least one warning of it, and every one of
 * them delivered.
 */
export const isToldOfDeletion = ({ notices, disabled }: KeyCase): boolean => {
  const given = notices.filter(
    (notice) =>
      notice.kind === 'delete-warning' && disabled !== undefined && notice.at >= disabled.at,
  );
  return given.length > 0 && given.every((notice) => notice.delivery.status === 'delivered');
};

/** Told, or not touched (invariant 3): at least one warning, and every one of them delivered. */
export const isTold = (keyCase: KeyCase): boolean => {
  const given = warningsOf(keyCase);
  return given.length > 0 && given.every((notice) => notice.delivery.status === 'delivered');
};
