import { type AccountId, parseAccountId } from '../model/ids.ts';

/** A question to the approvers, new or changed: where its record is, and where to ask. */
export interface ApprovalEvent {
  readonly asked:
    | {
        readonly about: 'exception';
        readonly accountId: AccountId;
        readonly userName: string;
        readonly exceptionId: string;
        readonly isReminder: boolean;
      }
    | { readonly about: 'over-cap'; readonly day: string };
  readonly contacts: readonly string[];
  readonly noticeId: string;
}

/** The question that an event announces; `undefined` when a field is missing or of another kind. */
export const readApprovalDetail = (
  detail: Readonly<Record<string, unknown>>,
): ApprovalEvent | undefined => {
  const { about, userName, exceptionId, isReminder, day, contacts, noticeId } = detail;
  if (typeof noticeId !== 'string' || !isTextList(contacts)) return undefined;
  if (about === 'over-cap') {
    return typeof day === 'string' ? { asked: { about, day }, contacts, noticeId } : undefined;
  }
  const accountId = parseAccountId(detail['accountId']);
  return about === 'exception' &&
    accountId !== undefined &&
    typeof userName === 'string' &&
    typeof exceptionId === 'string'
    ? {
        asked: { about, accountId, userName, exceptionId, isReminder: isReminder === true },
        contacts,
        noticeId,
      }
    : undefined;
};

const isTextList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string');
