import { ledgerEntry } from '../core/evidence/ledger-entries.ts';
import { renderRefusal } from '../core/messages/render-refusal.ts';
import { renderStopSwitch } from '../core/messages/render-stop-switch.ts';
import type { SlackCommand } from '../core/messages/slack-command.ts';
import type { Configuration } from '../core/model/configuration.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { addSeconds } from '../core/model/instant.ts';
import { claimed } from './claimed.ts';
import type { StopSwitchControl } from './limit-ports.ts';
import type { CaseTable, Clock, FlowOutcome, Ledger, Slack } from './ports.ts';
import { readIsApprover } from './read-is-approver.ts';

export interface SetStopSwitchPorts {
  readonly clock: Clock;
  readonly cases: Pick<CaseTable, 'claim' | 'finish' | 'release'>;
  readonly ledger: Ledger;
  readonly slack: Slack;
  readonly stopSwitchControl: StopSwitchControl;
}

/** An approver stops every act, or lets lastkey act again; the security channel is told. */
export const setStopSwitch = (
  command: SlackCommand,
  ports: SetStopSwitchPorts,
  settings: Pick<Configuration, 'exceptions' | 'slack'>,
): Promise<FlowOutcome> =>
  claimed(ports, 'answer', command.id, async () => {
    const { slackUserId } = command;
    const isApprover = await readIsApprover(slackUserId, ports, settings.exceptions.approvers);
    if (!isApprover.known && isApprover.retry === 'yes') {
      throw new LastkeyError(
        'membership-unknown',
        `Whether ${slackUserId} is an approver could not be read (${isApprover.reason}). The stop switch was not moved; it will be tried again.`,
        { retry: 'yes' },
      );
    }
    if (!isApprover.known || !isApprover.value) {
      await record(command, 'refused', ports);
      await tell(command, refusals[isApprover.known ? 'no' : 'unknown'], ports);
      return { did: `refused: ${command.command}`, subject: 'stop switch' };
    }
    // Out of a dead-letter queue, and who knows who has stopped it since. A late stop does no harm.
    if (command.command === 'go' && addSeconds(command.at, goIsGoodFor) < ports.clock.now()) {
      await record(command, 'refused', ports);
      await tell(command, refusals.late, ports);
      return { did: `refused: ${command.command}`, subject: 'stop switch' };
    }
    await record(command, 'accepted', ports);
    await ports.stopSwitchControl.set(command.command);
    await record(command, 'moved', ports);
    const { channel } = settings.slack;
    const contact = {
      contact: channel,
      source: 'fallback',
      confidence: 'high',
      evidence: '',
    } as const;
    // Slack being down does not undo it: an alarm on the parameter tells the operators too.
    const posted = await ports.slack.postParent(contact, renderStopSwitch(command));
    await tell(
      command,
      posted.status === 'posted'
        ? done[command.command]
        : `${done[command.command]} ${channel} could not be told: ${posted.code}.`,
      ports,
    );
    return { did: `stop switch: ${command.command}`, subject: slackUserId };
  });

/** Seconds. */
const goIsGoodFor = 300;

const refusals = {
  late: 'Your "/lastkey go" came too late to be taken: somebody may have stopped lastkey since. Nothing was changed. Please write it again.',
  no: 'Only an approver may move the stop switch. Nothing was changed.',
  unknown:
    'It could not be checked whether you are an approver, so the stop switch was not moved. In an emergency, set the parameter by hand: see the runbook pull-the-stop-switch.md.',
} as const;

const done = {
  stop: 'Stopped: lastkey changes nothing until somebody writes "/lastkey go".',
  go: 'lastkey may act again, as it is configured.',
} as const;

const tell = async (
  { channel, slackUserId }: SlackCommand,
  words: string,
  ports: SetStopSwitchPorts,
): Promise<void> => {
  await ports.slack.postEphemeral(channel, slackUserId, renderRefusal(words));
};

const record = (
  command: SlackCommand,
  step: 'refused' | 'accepted' | 'moved',
  ports: SetStopSwitchPorts,
): Promise<void> =>
  ports.ledger.append([
    ledgerEntry(
      'stop-switch',
      command.at,
      `${command.id}/${step}`,
      command.slackUserId,
      'stop switch',
      {
        step,
        to: command.command,
        reason: command.reason,
        slackUserName: command.slackUserName,
      },
    ),
  ]);
