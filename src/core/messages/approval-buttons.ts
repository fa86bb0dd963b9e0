import type { Button, KnownBlock } from '@slack/types';
import type { ApprovalAction, ApprovalValue } from './approval-answer.ts';
import { plainText } from './blocks.ts';
import { writeSlackJson } from './slack-json.ts';

interface Choice {
  readonly action: ApprovalAction;
  readonly label: string;
  readonly style?: 'primary' | 'danger';
  /** Asked before the click is sent. */
  readonly confirm?: string;
}

/** Yes and no for approvers, with what was asked and its state. */
export const approvalButtons = (
  value: ApprovalValue,
  choices: readonly Choice[],
): readonly KnownBlock[] => {
  const elements = choices.map(
    ({ action, label, style, confirm }): Button => ({
      type: 'button',
      action_id: action,
      text: plainText(label, 75),
      value: writeSlackJson(value),
      ...(style === undefined ? {} : { style }),
      ...(confirm === undefined
        ? {}
        : {
            confirm: {
              title: plainText(`${label}?`, 100),
              text: plainText(confirm, 300),
              confirm: plainText(label, 30),
              deny: plainText('Cancel', 30),
            },
          }),
    }),
  );
  return [{ type: 'actions', block_id: 'approval', elements }];
};
