import { ledgerEntry } from '../core/evidence/ledger-entries.ts';
import type { Thread } from '../core/keys/key-case.ts';
import type { ApprovalEvent } from '../core/messages/read-approval-detail.ts';
import { renderException, renderExceptionReminder } from '../core/messages/render-exception.ts';
import { renderOverCap } from '../core/messages/render-over-cap.ts';
import type { SlackMessage } from '../core/messages/slack-message.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { claimed } from './claimed.ts';
import type { Exceptions } from './exception-ports.ts';
import type { Limits } from './limit-ports.ts';
import type { CaseTable, Clock, FlowOutcome, Ledger, Slack } from './ports.ts';

export interface TellApproversPorts {
  readonly clock: Clock;
  readonly cases: Pick<CaseTable, 'claim' | 'finish' | 'release'>;
  readonly exceptions: Exceptions;
  readonly limits: Limits;
  readonly ledger: Ledger;
  readonly slack: Slack;
}

/** A record that approvers are asked about, as it now stands. */
interface Question {
  readonly thread: Thread | undefined;
  readonly message: SlackMessage;
  readonly reminder?: SlackMessage;
  /** Remembers where it is asked: only clicks there count. `'changed'`: somebody wrote first. */
  readonly keep: (thread: Thread) => Promise<unknown>;
}

/**
 * Puts a question to the approvers, or brings the one that is there up to date. Until a message is in
 * Slack and remembered, nobody can answer: nothing is granted by a channel that fails.
 */
export const tellApprovers = (
  event: ApprovalEvent,
  ports: TellApproversPorts,
): Promise<FlowOutcome> =>
  claimed(ports, 'notify', event.noticeId, async () => {
    const question = await read(event, ports);
    if (question === null) {
      throw new LastkeyError(
        'no-question',
        `Nothing is asked under ${event.noticeId}, so nothing was sent.`,
        { retry: 'no' },
      );
    }
    const { thread } = question;
    const sent = thread === undefined ? undefined : await update(thread, question, ports);
    const where = sent ?? (await open(question, event, ports));
    await note(
      event,
      'notice.delivered',
      where.channel,
      { channel: where.channel, ts: where.ts },
      ports,
    );
    return { did: `delivered ${event.asked.about}`, subject: event.noticeId };
  });

const read = async (
  { asked }: ApprovalEvent,
  ports: TellApproversPorts,
): Promise<Question | null> => {
  if (asked.about === 'over-cap') {
    const ask = await ports.limits.readAsk(asked.day);
    return ask === null
      ? null
      : {
          thread: ask.thread,
          message: renderOverCap(ask),
          keep: (thread) => ports.limits.writeAsk({ ...ask, thread }),
        };
  }
  const exception = await ports.exceptions.read({ ...asked, id: asked.exceptionId });
  return exception === null
    ? null
    : {
        thread: exception.thread,
        message: renderException(exception),
        ...(asked.isReminder ? { reminder: renderExceptionReminder(exception) } : {}),
        keep: (thread) => ports.exceptions.write({ ...exception, thread }),
      };
};

/** `undefined`: the message cannot be reached any more, so the question is asked anew. */
const update = async (
  thread: Thread,
  { message, reminder }: Question,
  { slack }: TellApproversPorts,
): Promise<Thread | undefined> => {
  const updated = await slack.updateParent(thread, message);
  if (updated.status === 'refused') return undefined;
  if (reminder === undefined) return thread;
  const replied = await slack.postReply(thread, reminder);
  return replied.status === 'refused' ? undefined : thread;
};

const open = async (
  question: Question,
  event: ApprovalEvent,
  ports: TellApproversPorts,
): Promise<Thread> => {
  const refusals: string[] = [];
  for (const contact of event.contacts) {
    const posted = await ports.slack.postParent(
      { contact, source: 'fallback', confidence: 'high', evidence: 'approvers are asked there' },
      question.message,
    );
    if (posted.status === 'posted') {
      if ((await question.keep(posted.thread)) !== 'changed') return posted.thread;
      // The buttons of the message that was just sent are stale; the next attempt asks again.
      throw new LastkeyError(
        'question-changed',
        `What is asked under ${event.noticeId} changed while it was being sent. It will be tried again.`,
        { retry: 'yes' },
      );
    }
    refusals.push(`${contact}: ${posted.code}`);
    await note(event, 'notice.failed', contact, { where: contact, why: posted.code }, ports);
  }
  throw new LastkeyError(
    'nobody-told',
    `The approvers could not be asked (${refusals.join(', ')}). Nothing is done without an answer. Set slack.channel to a channel that the app is in, then redrive the dead-letter queue.`,
    { retry: 'no' },
  );
};

const note = (
  { noticeId, asked }: ApprovalEvent,
  type: 'notice.delivered' | 'notice.failed',
  where: string,
  body: Readonly<Record<string, string>>,
  ports: TellApproversPorts,
): Promise<void> =>
  ports.ledger.append([
    ledgerEntry(type, ports.clock.now(), `${noticeId}/${where}`, 'notify', noticeId, {
      notice: noticeId,
      kind: asked.about,
      ...body,
    }),
  ]);
