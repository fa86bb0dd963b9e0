import type { InputBlock, ModalView, PlainTextInput } from '@slack/types';
import { addDays, dayOf, type Instant } from '../model/instant.ts';
import { plainSection, plainText } from './blocks.ts';
import type { FormOrigin } from './keep-for-now-view.ts';
import { writeSlackJson } from './slack-json.ts';

/** Names in the form, as Slack sends them back. */
export const exceptionForm = {
  callbackId: 'request-exception',
  reason: 'reason',
  conditions: 'conditions',
  scope: 'scope',
  until: 'until',
} as const;

export const exceptionTextLimits = { min: 10, max: 500 } as const;

/** Asks why, until when, for which keys, and what makes up for the risk meanwhile. */
export const requestExceptionView = (
  origin: FormOrigin,
  limits: { readonly now: Instant; readonly maxDays: number },
): ModalView => {
  const { accessKeyId, userName, accountId } = origin.value;
  const key = option('key', 'This key only');
  return {
    type: 'modal',
    callback_id: exceptionForm.callbackId,
    private_metadata: writeSlackJson(origin),
    title: plainText('Request exception', 24),
    submit: plainText('Ask', 24),
    close: plainText('Cancel', 24),
    blocks: [
      plainSection([
        `Key ${accessKeyId} of ${userName} in account ${accountId}.`,
        'An approver decides, never the person who asks. Until then everything goes on as announced.',
      ]),
      input(
        exceptionForm.reason,
        'Why can it not be replaced yet?',
        textInput(exceptionForm.reason),
      ),
      input(
        exceptionForm.conditions,
        'What makes up for the risk meanwhile?',
        textInput(exceptionForm.conditions),
        'For example: the user may only write to one bucket, from one address.',
      ),
      input(exceptionForm.scope, 'For which keys?', {
        type: 'static_select',
        action_id: exceptionForm.scope,
        options: [key, option('user', 'Every key of this user')],
        initial_option: key,
      }),
      input(
        exceptionForm.until,
        'Until when?',
        {
          type: 'datepicker',
          action_id: exceptionForm.until,
          initial_date: dayOf(addDays(limits.now, Math.min(90, limits.maxDays - 1))),
        },
        `At the latest ${dayOf(addDays(limits.now, limits.maxDays - 1))}.`,
      ),
    ],
  };
};

const textInput = (name: string): PlainTextInput => ({
  type: 'plain_text_input',
  action_id: name,
  multiline: true,
  min_length: exceptionTextLimits.min,
  max_length: exceptionTextLimits.max,
});

const option = (value: string, text: string) => ({ value, text: plainText(text, 75) });

const input = (
  name: string,
  label: string,
  element: InputBlock['element'],
  hint?: string,
): InputBlock => ({
  type: 'input',
  block_id: name,
  label: plainText(label, 100),
  element,
  ...(hint === undefined ? {} : { hint: plainText(hint, 150) }),
});
