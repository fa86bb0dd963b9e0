import { ledgerEntry } from '../core/evidence/ledger-entries.ts';
import type { Json } from '../core/evidence/ledger-entry.ts';
import type { ApprovalAnswer } from '../core/messages/approval-answer.ts';
import { renderRefusal } from '../core/messages/render-refusal.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { answerException, type ExceptionAnswerPorts } from './answer-exception.ts';
import { answerOverCap, type OverCapAnswerPorts } from './answer-over-cap.ts';
import {
  type ApprovalSettings,
  type ApproverDecision,
  refusedBecause,
} from './approver-decision.ts';
import { claimed } from './claimed.ts';
import type { FlowOutcome, Slack } from './ports.ts';
import { readIsApprover } from './read-is-approver.ts';

export type AnswerApprovalPorts = ExceptionAnswerPorts &
  OverCapAnswerPorts & { readonly slack: Slack };

/**
 * Takes one approver's click from the queue. Approvers only, read when the click is taken: who was
 * one when the message was drawn may not be one now.
 */
export const answerApproval = (
  click: ApprovalAnswer,
  ports: AnswerApprovalPorts,
  settings: ApprovalSettings,
): Promise<FlowOutcome> =>
  claimed(ports, 'answer', click.id, async () => {
    const decision = await decide(click, ports, settings);
    if (decision.kind === 'taken') {
      await record(click, { accepted: true }, ports);
      return { did: `took ${click.action}`, subject: decision.subject };
    }
    await record(click, { accepted: false, because: decision.because }, ports);
    await ports.slack.postEphemeral(click.channel, click.slackUserId, renderRefusal(decision.say));
    return { did: `refused: ${decision.because}`, subject: subjectOf(click) };
  });

const decide = async (
  click: ApprovalAnswer,
  ports: AnswerApprovalPorts,
  settings: ApprovalSettings,
): Promise<ApproverDecision> => {
  const { approvers } = settings.exceptions;
  const isApprover = await readIsApprover(click.slackUserId, ports, approvers);
  if (!isApprover.known && isApprover.retry === 'yes') {
    throw new LastkeyError(
      'membership-unknown',
      `Whether ${click.slackUserId} is an approver could not be read (${isApprover.reason}). Nothing was done; it will be tried again.`,
      { retry: 'yes' },
    );
  }
  if (!isApprover.known) {
    return refusedBecause(
      'unknown',
      'It could not be checked whether you are an approver, so nothing was changed. Please try again, and tell the platform team when it stays so.',
    );
  }
  if (!isApprover.value) {
    return refusedBecause('not-allowed', 'Only an approver may answer. Nothing was changed.');
  }
  return click.value.about === 'exception'
    ? answerException(click, click.value, ports, settings)
    : answerOverCap(click, click.value, ports, settings);
};

const record = (
  click: ApprovalAnswer,
  body: { readonly [key: string]: Json },
  ports: AnswerApprovalPorts,
): Promise<void> =>
  ports.ledger.append([
    ledgerEntry('answer', click.at, click.id, click.slackUserId, subjectOf(click), {
      action: click.action,
      channel: click.channel,
      messageTs: click.messageTs,
      slackUserName: click.slackUserName,
      ...body,
    }),
  ]);

const subjectOf = ({ value }: ApprovalAnswer): string =>
  value.about === 'exception'
    ? `${value.accountId}/${value.userName}/exception/${value.exceptionId}`
    : `over-cap/${value.day}`;
