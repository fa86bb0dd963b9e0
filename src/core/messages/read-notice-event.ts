import type { ThumbprintEventDetail } from '../events/domain-event.ts';
import type { SweepEventDetail } from '../events/sweep-event.ts';
import type { RoleCaseKey } from '../federation/role-case.ts';
import type { AccessKey } from '../keys/access-key.ts';
import { parseAccessKeyId, parseAccountId } from '../model/ids.ts';
import { type ApprovalEvent, readApprovalDetail } from './read-approval-detail.ts';
import { readRoleDetail } from './read-role-detail.ts';
import { readSweepDetail } from './read-sweep-detail.ts';
import { readThumbprintDetail } from './read-thumbprint-detail.ts';
import { asFields } from './slack-json.ts';

/** What a domain event announces: a notice of a case, or news about an issuer. */
export type NoticeEvent =
  | {
      readonly kind: 'notice';
      readonly key: Pick<AccessKey, 'accountId' | 'userName' | 'accessKeyId'>;
      readonly noticeId: string;
    }
  | { readonly kind: 'thumbprints'; readonly detail: ThumbprintEventDetail }
  | { readonly kind: 'sweep'; readonly detail: SweepEventDetail }
  | { readonly kind: 'role'; readonly key: RoleCaseKey; readonly noticeId: string }
  | ({ readonly kind: 'approval' } & ApprovalEvent)
  | { readonly kind: 'not-for-us'; readonly why: string }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Reads an EventBridge event of ours, as the queue brings it. Never throws on any JSON. */
export const readNoticeEvent = (body: unknown): NoticeEvent => {
  const event = asFields(body);
  if (event === undefined) return unreadable('the message is not a JSON object');
  if (event['source'] !== 'lastkey') {
    return { kind: 'not-for-us', why: `source ${String(event['source']).slice(0, 60)}` };
  }
  const detail = asFields(event['detail']) ?? {};
  if (detail['version'] !== 1) {
    return unreadable(`detail.version is ${String(detail['version']).slice(0, 20)}, expected 1`);
  }
  if (detail['noticeKind'] === 'thumbprint-drift') {
    const thumbprints = readThumbprintDetail(detail);
    return thumbprints === undefined
      ? unreadable('the thumbprint event lacks a field')
      : { kind: 'thumbprints', detail: thumbprints };
  }
  if (detail['noticeKind'] === 'sweep') {
    const sweep = readSweepDetail(detail);
    return sweep === undefined
      ? unreadable('the event of the sweep lacks a field')
      : { kind: 'sweep', detail: sweep };
  }
  if (detail['about'] === 'exception' || detail['about'] === 'over-cap') {
    const approval = readApprovalDetail(detail);
    return approval === undefined
      ? unreadable('the event names no exception and no held-back batch')
      : { kind: 'approval', ...approval };
  }
  if ('about' in detail) {
    const role = readRoleDetail(detail);
    return role === undefined
      ? unreadable('the event names no case of a role')
      : { kind: 'role', ...role };
  }
  const accountId = parseAccountId(detail['accountId']);
  const accessKeyId = parseAccessKeyId(detail['accessKeyId']);
  const { userName, noticeId } = detail;
  if (accountId === undefined || accessKeyId === undefined) return unreadable('no key is named');
  if (typeof userName !== 'string' || typeof noticeId !== 'string') {
    return unreadable('detail.userName or detail.noticeId is missing');
  }
  return { kind: 'notice', key: { accountId, userName, accessKeyId }, noticeId };
};

const unreadable = (why: string): NoticeEvent => ({ kind: 'unreadable', why });
