import type { Button, KnownBlock } from '@slack/types';
import type { KeyCase, OwnerContact } from '../keys/key-case.ts';
import { plainText } from './blocks.ts';
import { buttonValue } from './button-value.ts';
import { offeredActions } from './offered-actions.ts';
import { openQuestions } from './open-questions.ts';
import type { AnswerAction } from './slack-answer.ts';
import { writeSlackJson } from './slack-json.ts';

const labels: Readonly<Record<AnswerAction, string>> = {
  'disable-now': 'Disable now',
  'disable-anyway': 'Disable anyway',
  'keep-for-now': 'Keep for now',
  'not-mine': 'Not mine',
  'show-how-to-switch': 'Show how to switch',
  'answer-questions': 'Answer questions',
  'request-exception': 'Request exception',
  undo: 'Undo',
};

/** The buttons that the case offers now: at most one row, none when nothing can be answered. */
export const caseButtons = (
  keyCase: KeyCase,
  asked: OwnerContact | undefined,
): readonly KnownBlock[] => {
  const value = buttonValue(keyCase);
  const open = openQuestions(keyCase.replacement);
  const elements = offeredActions(keyCase, asked).map(
    (action): Button => ({
      type: 'button',
      action_id: action,
      text: plainText(
        action === 'answer-questions' ? askLabel(open.fields.length) : labels[action],
        75,
      ),
      // The form has to open before anything could be read: the questions travel with the click.
      value: writeSlackJson(action === 'answer-questions' ? { ...value, asked: open } : value),
      ...emphasis(action, keyCase),
    }),
  );
  return elements.length === 0 ? [] : [{ type: 'actions', block_id: 'answer', elements }];
};

const askLabel = (count: number): string =>
  count === 1 ? 'Answer 1 question' : `Answer ${count} questions`;

const emphasis = (action: AnswerAction, keyCase: KeyCase): Partial<Button> => {
  if (action !== 'disable-now' && action !== 'disable-anyway') return {};
  return {
    style: 'danger',
    confirm: {
      title: plainText('Disable this key?', 100),
      text: plainText(consequence(action, keyCase), 300),
      confirm: plainText('Disable', 30),
      deny: plainText('Cancel', 30),
      style: 'danger',
    },
  };
};

const consequence = (action: 'disable-now' | 'disable-anyway', keyCase: KeyCase): string => {
  const key = keyCase.key.accessKeyId;
  if (keyCase.mode === 'observe') {
    return `lastkey only observes here. It makes every check for ${key} and tells you what it would have done; the key stays as it is.`;
  }
  return action === 'disable-anyway'
    ? `${key} is in use. What uses it stops working at once. You can undo it.`
    : `What still uses ${key} stops working. If it was used since the last warning, lastkey stops and tells you where. You can undo it.`;
};
