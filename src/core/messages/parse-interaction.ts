import type { Instant } from '../model/instant.ts';
import { readButtonValue } from './button-value.ts';
import {
  type FormOrigin,
  keepForm,
  readFormOrigin,
  reasonLimits,
  untilFault,
} from './keep-for-now-view.ts';
import { isAnswerAction } from './read-slack-answer.ts';
import type { SlackAnswer } from './slack-answer.ts';
import { readSlackJson } from './slack-json.ts';

/** What a verified interaction payload asks for. */
export type Interaction =
  | { readonly kind: 'answer'; readonly answer: SlackAnswer }
  /** *Keep for now*: the form must open within three seconds of the click. */
  | {
      readonly kind: 'open-form';
      readonly triggerId: string;
      readonly origin: FormOrigin;
      readonly slackUserId: string;
    }
  /** The form was filled in wrongly: messages by block id. */
  | { readonly kind: 'form-fault'; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'nothing'; readonly why: string }
  | { readonly kind: 'unreadable'; readonly why: string };

/**
 * Reads the `payload` of an interaction whose signature was verified. Never throws on any JSON.
 * https://docs.slack.dev/reference/interaction-payloads
 */
export const parseInteraction = (
  payload: unknown,
  limits: { readonly now: Instant; readonly maxDays: number },
): Interaction => {
  const type = textAt(payload, 'type');
  if (type === 'block_actions') return parseClick(payload, limits.now);
  if (type === 'view_submission') return parseForm(payload, limits);
  return type === undefined
    ? { kind: 'unreadable', why: 'the payload has no type' }
    : { kind: 'nothing', why: `payloads of type ${type.slice(0, 40)} are not used` };
};

const parseClick = (payload: unknown, now: Instant): Interaction => {
  const click = at(payload, 'actions', '0');
  const action = textAt(click, 'action_id');
  if (!isAnswerAction(action)) return { kind: 'nothing', why: 'not one of our buttons' };
  const value = readButtonValue(readSlackJson(at(click, 'value')));
  const triggerId = textAt(payload, 'trigger_id');
  const slackUserId = textAt(payload, 'user', 'id');
  const channel = textAt(payload, 'container', 'channel_id') ?? textAt(payload, 'channel', 'id');
  const messageTs = textAt(payload, 'container', 'message_ts');
  if (
    value === undefined ||
    triggerId === undefined ||
    slackUserId === undefined ||
    channel === undefined ||
    messageTs === undefined
  ) {
    return { kind: 'unreadable', why: `a click on ${action} without its value, user or message` };
  }
  if (action === 'keep-for-now') {
    return { kind: 'open-form', triggerId, slackUserId, origin: { value, channel, messageTs } };
  }
  return {
    kind: 'answer',
    answer: {
      id: triggerId,
      action,
      value,
      slackUserId,
      slackUserName: userName(payload),
      channel,
      messageTs,
      at: now,
    },
  };
};

const parseForm = (
  payload: unknown,
  limits: { readonly now: Instant; readonly maxDays: number },
): Interaction => {
  const view = at(payload, 'view');
  if (textAt(view, 'callback_id') !== keepForm.callbackId) {
    return { kind: 'nothing', why: 'not one of our forms' };
  }
  const origin = readFormOrigin(at(view, 'private_metadata'));
  const viewId = textAt(view, 'id');
  const hash = textAt(view, 'hash');
  const slackUserId = textAt(payload, 'user', 'id');
  if (
    origin === undefined ||
    viewId === undefined ||
    hash === undefined ||
    slackUserId === undefined
  ) {
    return { kind: 'unreadable', why: 'a form without its origin, id or user' };
  }
  const field = (name: string) => at(view, 'state', 'values', name, name);
  const reason = (textAt(field(keepForm.reason), 'value') ?? '').trim().slice(0, reasonLimits.max);
  const until = textAt(field(keepForm.until), 'selected_date') ?? '';
  const fault = untilFault(until, limits.now, limits.maxDays);
  const errors = {
    ...(reason.length < reasonLimits.min ? { [keepForm.reason]: 'Say why in a few words.' } : {}),
    ...(fault === undefined ? {} : { [keepForm.until]: fault }),
  };
  if (Object.keys(errors).length > 0) return { kind: 'form-fault', errors };
  return {
    kind: 'answer',
    answer: {
      id: `${viewId}/${hash}`,
      action: 'keep-for-now',
      value: origin.value,
      slackUserId,
      slackUserName: userName(payload),
      channel: origin.channel,
      messageTs: origin.messageTs,
      at: limits.now,
      keep: { reason, until },
    },
  };
};

const userName = (payload: unknown): string =>
  textAt(payload, 'user', 'username') ?? textAt(payload, 'user', 'name') ?? 'unknown';

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name)
        ? (inner as Readonly<Record<string, unknown>>)[name]
        : undefined,
    value,
  );

const textAt = (value: unknown, ...path: readonly string[]): string | undefined => {
  const found = at(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
};
