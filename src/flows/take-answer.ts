import { readApprovalAnswer } from '../core/messages/approval-answer.ts';
import { readSlackCommand } from '../core/messages/slack-command.ts';
import type { Configuration } from '../core/model/configuration.ts';
import { type AnswerPorts, answer } from './answer.ts';
import { type AnswerApprovalPorts, answerApproval } from './answer-approval.ts';
import type { FlowOutcome } from './ports.ts';
import { type SetStopSwitchPorts, setStopSwitch } from './set-stop-switch.ts';

/** One message of the answer queue: an approver's click, a command, or an owner's click. */
export const takeAnswer = (
  body: unknown,
  messageId: string,
  ports: AnswerPorts & AnswerApprovalPorts & SetStopSwitchPorts,
  configuration: Configuration,
): Promise<FlowOutcome> => {
  const approval = readApprovalAnswer(body);
  if (approval !== undefined) return answerApproval(approval, ports, configuration);
  const command = readSlackCommand(body);
  if (command !== undefined) return setStopSwitch(command, ports, configuration);
  return answer(body, messageId, ports, configuration);
};
