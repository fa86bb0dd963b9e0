import { header, plainSection, section, smallPrint } from './blocks.ts';
import type { SlackCommand } from './slack-command.ts';
import type { SlackMessage } from './slack-message.ts';
import { whoIs } from './who.ts';

/** Tells the security channel that the stop switch was moved, by whom and why. */
export const renderStopSwitch = ({ command, reason, slackUserId }: SlackCommand): SlackMessage => {
  const title = command === 'stop' ? 'lastkey is stopped' : 'lastkey may act again';
  const what =
    command === 'stop'
      ? 'No key is disabled, restored or deleted, whoever asks. Everything else goes on.'
      : 'Keys that waited are looked at again in the next runs, each after a last look.';
  return {
    text: `${title}: ${whoIs(slackUserId)} moved the stop switch.`,
    blocks: [
      header(title),
      section(`${whoIs(slackUserId)} moved the stop switch. ${what}`),
      ...(reason === '' ? [] : [plainSection([`Why: ${reason}`], 600)]),
      ...smallPrint([
        'Approvers: /lastkey stop <why>, /lastkey go. Runbook: pull-the-stop-switch.md',
      ]),
    ],
  };
};
