import type { ModalView } from '@slack/types';
import { addDays, dayOf, type Instant, parseInstant } from '../model/instant.ts';
import { plainSection, plainText } from './blocks.ts';
import { readButtonValue } from './button-value.ts';
import type { ButtonValue } from './slack-answer.ts';
import { readSlackJson, writeSlackJson } from './slack-json.ts';

/** Names in the form, as Slack sends them back. */
export const keepForm = {
  callbackId: 'keep-for-now',
  reason: 'reason',
  until: 'until',
} as const;

export const reasonLimits = { min: 10, max: 500 } as const;

/** The click that opened the form: the answer needs to say where it came from. */
export interface FormOrigin {
  readonly value: ButtonValue;
  readonly channel: string;
  readonly messageTs: string;
}

/** Asks why and until when. Slack's date picker knows no limits: {@link untilFault} checks. */
export const keepForNowView = (
  origin: FormOrigin,
  limits: { readonly now: Instant; readonly maxDays: number },
): ModalView => ({
  type: 'modal',
  callback_id: keepForm.callbackId,
  private_metadata: writeSlackJson(origin),
  title: plainText('Keep for now', 24),
  submit: plainText('Keep', 24),
  close: plainText('Cancel', 24),
  blocks: [
    plainSection([
      `Key ${origin.value.accessKeyId} of ${origin.value.userName} in account ${origin.value.accountId}.`,
    ]),
    {
      type: 'input',
      block_id: keepForm.reason,
      label: plainText('Why is it still needed?', 100),
      element: {
        type: 'plain_text_input',
        action_id: keepForm.reason,
        multiline: true,
        min_length: reasonLimits.min,
        max_length: reasonLimits.max,
      },
    },
    {
      type: 'input',
      block_id: keepForm.until,
      label: plainText('Until when?', 100),
      hint: plainText(`At the latest ${lastDay(limits.now, limits.maxDays)}.`, 100),
      element: {
        type: 'datepicker',
        action_id: keepForm.until,
        initial_date: dayOf(addDays(limits.now, Math.min(30, limits.maxDays))),
      },
    },
  ],
});

/** Reads what {@link keepForNowView} put into the form. */
export const readFormOrigin = (text: unknown): FormOrigin | undefined => {
  const { value: written, channel, messageTs } = readSlackJson(text) ?? {};
  const value = readButtonValue(written);
  return value !== undefined && typeof channel === 'string' && typeof messageTs === 'string'
    ? { value, channel, messageTs }
    : undefined;
};

/** The end of the day that was picked, in UTC; `undefined` when it is no date. */
export const endOfDay = (day: string): Instant | undefined => {
  const end = /^\d{4}-\d{2}-\d{2}$/.test(day) ? parseInstant(`${day}T23:59:59Z`) : undefined;
  // Date.parse rolls 31 February over into March.
  return end !== undefined && dayOf(end) === day ? end : undefined;
};

/** What is wrong with a picked day, in words for the form; `undefined` when it will do. */
export const untilFault = (day: string, now: Instant, maxDays: number): string | undefined => {
  const end = endOfDay(day);
  if (end === undefined) return 'Pick a date.';
  if (day <= dayOf(now)) return 'Pick a day after today.';
  if (day > lastDay(now, maxDays)) {
    return `A key may be kept for ${maxDays} days at most. Pick ${lastDay(now, maxDays)} or earlier.`;
  }
  return undefined;
};

/** The end of this day is still no further away than the maximum. */
const lastDay = (now: Instant, maxDays: number): string => dayOf(addDays(now, maxDays - 1));
