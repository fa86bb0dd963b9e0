import { approvalContacts, exceptionEvent } from '../core/events/approval-event.ts';
import { decideException } from '../core/keys/exception-changes.ts';
import type { ApprovalAnswer, ApprovalValue } from '../core/messages/approval-answer.ts';
import {
  type ApprovalSettings,
  type ApproverDecision,
  isFrom,
  refusedBecause,
} from './approver-decision.ts';
import type { ExceptionKey } from './exception-ports.ts';
import { type SettlePorts, settleException } from './settle-exception.ts';

export type ExceptionAnswerPorts = SettlePorts;

/** Approve or refuse, as the record now stands. */
export const answerException = async (
  click: ApprovalAnswer,
  value: Extract<ApprovalValue, { about: 'exception' }>,
  ports: ExceptionAnswerPorts,
  settings: ApprovalSettings,
): Promise<ApproverDecision> => {
  const key: ExceptionKey = { ...value, id: value.exceptionId };
  const exception = await ports.exceptions.read(key);
  if (exception === null)
    return refusedBecause('stale', 'lastkey knows nothing about this request.');
  const isGranted = click.action === 'approve-exception';
  const wasDecidedByThisClick = isGranted
    ? exception.approver === click.slackUserId && exception.grantedAt === click.at
    : exception.over?.by === click.slackUserId && exception.over.at === click.at;
  const contacts = approvalContacts(settings);
  if (wasDecidedByThisClick) {
    // An earlier attempt may have ended before the cases were written: once more, with the same ids.
    await settleException(exception, ports, contacts);
    return { kind: 'taken', subject: exception.id };
  }
  if (!isFrom(click, exception.thread) || value.state !== exception.state) {
    await ports.events.publish([exceptionEvent(exception, contacts, ports.clock.now())]);
    return refusedBecause(
      'stale',
      `This button is out of date: the exception is ${exception.state} now. Nothing was changed.`,
    );
  }
  const decision = decideException(
    exception,
    { by: click.slackUserId, isGranted },
    click.at,
    settings.exceptions.maxDays,
  );
  if (decision.kind === 'refused') return refusedBecause(decision.because, decision.say);
  await settleException(decision.exception, ports, contacts);
  return { kind: 'taken', subject: exception.id };
};
