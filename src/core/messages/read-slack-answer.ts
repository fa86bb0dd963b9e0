import { parseInstant } from '../model/instant.ts';
import { readButtonValue } from './button-value.ts';
import { type AnswerAction, answerActions, type SlackAnswer } from './slack-answer.ts';
import { asFields } from './slack-json.ts';

/** A {@link SlackAnswer} as the queue brings it; `undefined` for anything else. */
export const readSlackAnswer = (body: unknown): SlackAnswer | undefined => {
  const fields = asFields(body) ?? {};
  const { id, action, slackUserId, slackUserName, channel, messageTs } = fields;
  const value = readButtonValue(fields['value']);
  const at = parseInstant(fields['at']);
  const keep = asFields(fields['keep']);
  if (
    typeof id !== 'string' ||
    !isAnswerAction(action) ||
    typeof slackUserId !== 'string' ||
    typeof slackUserName !== 'string' ||
    typeof channel !== 'string' ||
    typeof messageTs !== 'string' ||
    value === undefined ||
    at === undefined
  ) {
    return undefined;
  }
  const { reason, until } = keep ?? {};
  return {
    id,
    action,
    value,
    slackUserId,
    slackUserName,
    channel,
    messageTs,
    at,
    ...(typeof reason === 'string' && typeof until === 'string' ? { keep: { reason, until } } : {}),
    ...exceptionAsked(fields['exception']),
    ...answersGiven(fields['answers']),
  };
};

const exceptionAsked = (value: unknown): Pick<SlackAnswer, 'exception'> => {
  const { reason, conditions, scope, until } = asFields(value) ?? {};
  return typeof reason === 'string' &&
    typeof conditions === 'string' &&
    (scope === 'key' || scope === 'user') &&
    typeof until === 'string'
    ? { exception: { reason, conditions, scope, until } }
    : {};
};

const answersGiven = (value: unknown): Pick<SlackAnswer, 'answers'> => {
  const fields = asFields(value);
  return fields === undefined
    ? {}
    : {
        answers: Object.fromEntries(
          Object.entries(fields).filter(
            (entry): entry is [string, string] => typeof entry[1] === 'string',
          ),
        ),
      };
};

export const isAnswerAction = (text: unknown): text is AnswerAction =>
  (answerActions as readonly unknown[]).includes(text);
