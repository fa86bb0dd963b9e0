import { unreadableEntry } from '../core/evidence/ledger-entries.ts';
import { accessKeyName } from '../core/keys/access-key.ts';
import { isPassedOn } from '../core/keys/decide-answer.ts';
import type { KeyCase, Notice, OwnerContact, Thread } from '../core/keys/key-case.ts';
import { nextOwners } from '../core/messages/offered-actions.ts';
import { readNoticeEvent } from '../core/messages/read-notice-event.ts';
import { renderCaseMessage } from '../core/messages/render-case-message.ts';
import { renderNotice } from '../core/messages/render-notice.ts';
import { renderPassedOn } from '../core/messages/render-passed-on.ts';
import type { SlackMessage } from '../core/messages/slack-message.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { claimed } from './claimed.ts';
import { noteDelivered, noteFailed, recordDelivered } from './delivery-record.ts';
import type { Exceptions } from './exception-ports.ts';
import type { Limits } from './limit-ports.ts';
import { climb, oncePerThread } from './owner-ladder.ts';
import type { CaseTable, Clock, FlowOutcome, Ledger, RoleCases, Slack } from './ports.ts';
import { sendSwitchFiles } from './send-switch-files.ts';
import type { SlackFiles } from './slack-file-ports.ts';
import { tellApprovers } from './tell-approvers.ts';
import { tellRoleOwner } from './tell-role-owner.ts';
import { tellSweep } from './tell-sweep.ts';
import { tellThumbprints } from './tell-thumbprints.ts';
import { updateCase } from './update-case.ts';

export interface NotifyPorts {
  readonly clock: Clock;
  readonly cases: CaseTable;
  readonly roles: RoleCases;
  readonly exceptions: Exceptions;
  readonly limits: Limits;
  readonly ledger: Ledger;
  readonly slack: Slack & SlackFiles;
}

/**
 * Delivers one notice of a case: as the parent message, or as a reply under it. Delivered means that
 * Slack answered ok with a `ts` for the notice's own message.
 *
 * Posting and recording cannot be one step: after a crash between the two, or when Slack's answer is
 * lost, the redelivery posts once more. Those are the only duplicates, at most one for each failure.
 */
export const notify = async (
  body: unknown,
  messageId: string,
  ports: NotifyPorts,
): Promise<FlowOutcome> => {
  const event = readNoticeEvent(body);
  if (event.kind === 'not-for-us') return { did: 'not for us', subject: event.why };
  if (event.kind === 'unreadable') {
    const now = ports.clock.now();
    await ports.ledger.append([unreadableEntry(event.why, messageId, 'notify', now)]);
    return { did: 'unreadable', subject: event.why };
  }
  if (event.kind === 'thumbprints') return tellThumbprints(event.detail, ports);
  if (event.kind === 'sweep') return tellSweep(event.detail, ports);
  if (event.kind === 'role') return tellRoleOwner(event, ports);
  if (event.kind === 'approval') return tellApprovers(event, ports);
  const { key, noticeId } = event;
  return claimed(ports, 'notify', `${accessKeyName(key)}/${noticeId}`, async () => {
    const keyCase = await ports.cases.readCase(key);
    const notice = keyCase?.notices.find((each) => each.id === noticeId);
    if (keyCase === null || notice === undefined) {
      throw new LastkeyError(
        'no-notice',
        `The case of ${key.accessKeyId} holds no notice ${noticeId}, so nothing was sent.`,
        { retry: 'no' },
      );
    }
    return deliver(keyCase, notice, ports);
  });
};

const deliver = async (
  keyCase: KeyCase,
  notice: Notice,
  ports: NotifyPorts,
): Promise<FlowOutcome> => {
  if (notice.delivery.status === 'delivered') {
    // An earlier attempt may have ended between the case and the ledger.
    await noteDelivered(keyCase, notice, notice.delivery, ports);
    return outcome(keyCase, 'already delivered');
  }
  if (notice.kind === 'not-mine') return passOn(keyCase, notice, ports);
  const { thread } = keyCase;
  if (thread === undefined || isPassedOn(keyCase)) {
    return openThread(keyCase, notice, keyCase.owners, ports);
  }
  // Another notice was quicker and opened the thread: the parent message says all of this one.
  const isInParent = isFirstWord(notice) && keyCase.notices[0]?.id === notice.id;
  const updated = await update(thread, renderCaseMessage(keyCase), keyCase, notice, ports);
  const sent =
    isInParent && updated.status === 'posted'
      ? updated
      : await ports.slack.postReply(thread, renderNotice(keyCase, notice));
  if (sent.status === 'posted') {
    const written = await recordDelivered(keyCase, notice, thread, sent.ts, ports);
    if (notice.kind === 'how-to-switch') await sendSwitchFiles(keyCase, thread, ports.slack);
    // Somebody changed the case while we drew it from an older state: the newest state wins.
    const isOlder = written !== null && written.version > keyCase.version + 1;
    if (isOlder && written.thread?.ts === thread.ts) {
      await update(thread, renderCaseMessage(written), keyCase, notice, ports);
    }
    return outcome(keyCase, `delivered ${notice.kind}`);
  }
  // An archived channel, an owner who left: the thread goes on with the next rung.
  await noteFailed(keyCase, notice, ports, thread.contact.contact, sent.code);
  return openThread(keyCase, notice, nextOwners(keyCase, thread.contact), ports);
};

/** Posts the parent message, then the notice itself unless the parent says it all. */
const openThread = async (
  keyCase: KeyCase,
  notice: Notice,
  ladder: readonly OwnerContact[],
  ports: NotifyPorts,
): Promise<FlowOutcome> => {
  const thread = await newThread(keyCase, notice, ladder, ports);
  let { ts } = thread;
  if (!isFirstWord(notice)) {
    const reply = await ports.slack.postReply(thread, renderNotice(keyCase, notice));
    if (reply.status === 'refused') {
      throw new LastkeyError(
        'slack-reply-refused',
        `Slack took the message to ${thread.contact.contact} but refused a reply under it with ${reply.code}. It will be tried again.`,
        { retry: 'yes' },
      );
    }
    ts = reply.ts;
  }
  await recordDelivered(keyCase, notice, thread, ts, ports);
  return outcome(keyCase, `delivered ${notice.kind}`);
};

const newThread = (
  keyCase: KeyCase,
  notice: Notice,
  ladder: readonly OwnerContact[],
  ports: NotifyPorts,
): Promise<Thread> =>
  oncePerThread(keyCase, ports, async () => {
    const posted = await climb(keyCase, notice, ladder, ports);
    await updateCase(ports.cases, keyCase.key, (each) => ({ ...each, thread: posted }));
    return posted;
  });

/**
 * "Not mine": a new thread with the next owner, unless an earlier attempt opened it; the former
 * message only says who has the key now.
 */
const passOn = async (
  keyCase: KeyCase,
  notice: Notice,
  ports: NotifyPorts,
): Promise<FlowOutcome> => {
  const { formerChannel, formerTs } = notice.details;
  const thread =
    keyCase.thread === undefined || isPassedOn(keyCase)
      ? await newThread(keyCase, notice, keyCase.owners, ports)
      : keyCase.thread;
  if (formerChannel !== undefined && formerTs !== undefined) {
    const former = { ...thread, channel: formerChannel, ts: formerTs };
    await update(former, renderPassedOn(keyCase, thread.contact), keyCase, notice, ports);
  }
  await recordDelivered(keyCase, notice, thread, thread.ts, ports);
  return outcome(keyCase, 'delivered not-mine');
};

/** A message that cannot be updated (deleted, too old) is recorded; the notice goes on without. */
const update = async (
  thread: Thread,
  message: SlackMessage,
  keyCase: KeyCase,
  notice: Notice,
  ports: NotifyPorts,
) => {
  const updated = await ports.slack.updateParent(thread, message);
  if (updated.status === 'refused') {
    await noteFailed(keyCase, notice, ports, `message ${thread.ts}`, updated.code);
  }
  return updated;
};

/** The notices whose whole content is the parent message. */
const isFirstWord = ({ kind }: Notice): boolean => kind === 'found' || kind === 're-activated';

const outcome = ({ key }: KeyCase, did: string): FlowOutcome => ({
  did,
  subject: accessKeyName(key),
});
