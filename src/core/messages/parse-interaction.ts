import type { Instant } from '../model/instant.ts';
import { answersIn, questionForm, readAskedIn } from './answer-questions-view.ts';
import {
  type ApprovalAction,
  type ApprovalAnswer,
  isApprovalAction,
  readApprovalValue,
} from './approval-answer.ts';
import { readButtonValue } from './button-value.ts';
import {
  type FormOrigin,
  keepForm,
  readFormOrigin,
  reasonLimits,
  untilFault,
} from './keep-for-now-view.ts';
import { type Asked, readAsked } from './open-questions.ts';
import { isAnswerAction } from './read-slack-answer.ts';
import { exceptionForm, exceptionTextLimits } from './request-exception-view.ts';
import type { SlackAnswer } from './slack-answer.ts';
import { readSlackJson } from './slack-json.ts';

/** What a verified interaction payload asks for. */
export type Interaction =
  | { readonly kind: 'answer'; readonly answer: SlackAnswer }
  /** An approver's click on a question that is not about one key's case. */
  | { readonly kind: 'approval'; readonly approval: ApprovalAnswer }
  /** *Keep for now*, *Request exception*: the form must open within three seconds of the click. */
  | {
      readonly kind: 'open-form';
      readonly form: 'keep-for-now' | 'request-exception';
      readonly triggerId: string;
      readonly origin: FormOrigin;
      readonly slackUserId: string;
    }
  | {
      readonly kind: 'open-form';
      readonly form: 'answer-questions';
      readonly asked: Asked;
      readonly triggerId: string;
      readonly origin: FormOrigin;
      readonly slackUserId: string;
    }
  /** The form was filled in wrongly: messages by block id. */
  | { readonly kind: 'form-fault'; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'nothing'; readonly why: string }
  | { readonly kind: 'unreadable'; readonly why: string };

interface FormLimits {
  readonly now: Instant;
  readonly maxDays: number;
}

/**
 * Reads the `payload` of an interaction whose signature was verified. Never throws on any JSON.
 * https://docs.slack.dev/reference/interaction-payloads
 */
export const parseInteraction = (payload: unknown, limits: FormLimits): Interaction => {
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
  if (isApprovalAction(action)) return parseApproval(payload, action, now);
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
  if (action === 'keep-for-now' || action === 'request-exception') {
    const origin = { value, channel, messageTs };
    return { kind: 'open-form', form: action, triggerId, slackUserId, origin };
  }
  if (action === 'answer-questions') {
    const asked = readAsked(readSlackJson(at(click, 'value'))?.['asked']);
    const origin = { value, channel, messageTs };
    return asked === undefined
      ? { kind: 'unreadable', why: 'a click on answer-questions without its questions' }
      : { kind: 'open-form', form: action, asked, triggerId, slackUserId, origin };
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

const parseApproval = (payload: unknown, action: ApprovalAction, now: Instant): Interaction => {
  const value = readApprovalValue(readSlackJson(at(payload, 'actions', '0', 'value')), action);
  const id = textAt(payload, 'trigger_id');
  const slackUserId = textAt(payload, 'user', 'id');
  const channel = textAt(payload, 'container', 'channel_id') ?? textAt(payload, 'channel', 'id');
  const messageTs = textAt(payload, 'container', 'message_ts');
  if (
    value === undefined ||
    id === undefined ||
    slackUserId === undefined ||
    channel === undefined ||
    messageTs === undefined
  ) {
    return { kind: 'unreadable', why: `a click on ${action} without its value, user or message` };
  }
  const slackUserName = userName(payload);
  return {
    kind: 'approval',
    approval: { id, action, value, slackUserId, slackUserName, channel, messageTs, at: now },
  };
};

const parseForm = (payload: unknown, limits: FormLimits): Interaction => {
  const view = at(payload, 'view');
  const form = textAt(view, 'callback_id');
  const action = formActions.get(form ?? '');
  if (action === undefined) return { kind: 'nothing', why: 'not one of our forms' };
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
  const filled = filledIn(action, view, limits);
  if (filled === undefined) return { kind: 'unreadable', why: 'a form without its questions' };
  if (Object.keys(filled.errors).length > 0) return { kind: 'form-fault', errors: filled.errors };
  return {
    kind: 'answer',
    answer: {
      id: `${viewId}/${hash}`,
      action,
      value: origin.value,
      slackUserId,
      slackUserName: userName(payload),
      channel: origin.channel,
      messageTs: origin.messageTs,
      at: limits.now,
      ...filled.fields,
    },
  };
};

type FormAction = 'keep-for-now' | 'request-exception' | 'answer-questions';

const formActions: ReadonlyMap<string, FormAction> = new Map([
  [keepForm.callbackId, 'keep-for-now'],
  [exceptionForm.callbackId, 'request-exception'],
  [questionForm.callbackId, 'answer-questions'],
]);

const filledIn = (action: FormAction, view: unknown, limits: FormLimits): Filled | undefined => {
  switch (action) {
    case 'keep-for-now':
      return keptFor(view, limits);
    case 'request-exception':
      return exceptionAsked(view, limits);
    case 'answer-questions':
      return answersTyped(view);
  }
};

interface Filled {
  readonly fields: Pick<SlackAnswer, 'keep' | 'exception' | 'answers'>;
  readonly errors: Readonly<Record<string, string>>;
}

const keptFor = (view: unknown, limits: FormLimits): Filled => {
  const reason = typed(view, keepForm.reason, reasonLimits.max);
  const until = picked(view, keepForm.until);
  return {
    fields: { keep: { reason, until } },
    errors: {
      ...(reason.length < reasonLimits.min ? { [keepForm.reason]: 'Say why in a few words.' } : {}),
      ...untilErrors(keepForm.until, until, limits),
    },
  };
};

const exceptionAsked = (view: unknown, limits: FormLimits): Filled => {
  const reason = typed(view, exceptionForm.reason, exceptionTextLimits.max);
  const conditions = typed(view, exceptionForm.conditions, exceptionTextLimits.max);
  const until = picked(view, exceptionForm.until);
  const chosen = textAt(field(view, exceptionForm.scope), 'selected_option', 'value');
  const tooShort = (name: string, text: string, say: string) =>
    text.length < exceptionTextLimits.min ? { [name]: say } : {};
  return {
    fields: {
      exception: { reason, conditions, scope: chosen === 'user' ? 'user' : 'key', until },
    },
    errors: {
      ...tooShort(exceptionForm.reason, reason, 'Say why in a few words.'),
      ...tooShort(exceptionForm.conditions, conditions, 'Say what limits the risk meanwhile.'),
      ...untilErrors(exceptionForm.until, until, limits),
    },
  };
};

const answersTyped = (view: unknown): Filled | undefined => {
  const asked = readAskedIn(at(view, 'private_metadata'));
  if (asked === undefined) return undefined;
  const { answers, errors } = answersIn(
    asked,
    (name) =>
      textAt(field(view, name), 'selected_option', 'value') ??
      textAt(field(view, name), 'value') ??
      '',
  );
  return { fields: { answers }, errors };
};

const field = (view: unknown, name: string): unknown => at(view, 'state', 'values', name, name);

const typed = (view: unknown, name: string, max: number): string =>
  (textAt(field(view, name), 'value') ?? '').trim().slice(0, max);

const picked = (view: unknown, name: string): string =>
  textAt(field(view, name), 'selected_date') ?? '';

const untilErrors = (
  name: string,
  until: string,
  { now, maxDays }: FormLimits,
): Readonly<Record<string, string>> => {
  const fault = untilFault(until, now, maxDays);
  return fault === undefined ? {} : { [name]: fault };
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
