import type { KeyCase } from '../keys/key-case.ts';
import { parseInstant } from '../model/instant.ts';
import { buttonState } from './button-state.ts';
import type { ButtonValue } from './slack-answer.ts';
import { asFields } from './slack-json.ts';

export const buttonValue = (keyCase: KeyCase): ButtonValue => ({
  accountId: keyCase.key.accountId,
  userName: keyCase.key.userName,
  accessKeyId: keyCase.key.accessKeyId,
  createdAt: keyCase.key.createdAt,
  state: buttonState(keyCase),
});

/** A value as the queue or Slack brought it back; `undefined` when a field is missing or no text. */
export const readButtonValue = (value: unknown): ButtonValue | undefined => {
  const fields = asFields(value);
  if (fields === undefined) return undefined;
  const createdAt = parseInstant(fields['createdAt']);
  const { accountId, userName, accessKeyId, state } = fields;
  return typeof accountId === 'string' &&
    typeof userName === 'string' &&
    typeof accessKeyId === 'string' &&
    typeof state === 'string' &&
    createdAt !== undefined
    ? { accountId, userName, accessKeyId, createdAt, state }
    : undefined;
};
