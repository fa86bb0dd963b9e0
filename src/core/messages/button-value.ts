import type { KeyCase } from '../keys/key-case.ts';
import { parseInstant } from '../model/instant.ts';
import { buttonState } from './button-state.ts';
import type { ButtonValue } from './slack-answer.ts';

export const buttonValue = (keyCase: KeyCase): ButtonValue => ({
  accountId: keyCase.key.accountId,
  userName: keyCase.key.userName,
  accessKeyId: keyCase.key.accessKeyId,
  createdAt: keyCase.key.createdAt,
  state: buttonState(keyCase),
});

/**
 * JSON without `&`, `<` and `>`: Slack sends those back as HTML entities in some fields, and the
 * root user's name has two of them.
 */
export const writeButtonValue = (value: ButtonValue): string =>
  JSON.stringify(value).replace(
    /[&<>]/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
  );

/** `undefined` for anything that {@link writeButtonValue} did not write. */
export const readButtonValue = (text: unknown): ButtonValue | undefined => {
  if (typeof text !== 'string') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return asButtonValue(value);
};

/** The same check for a value that is part of a larger document. */
export const asButtonValue = (value: unknown): ButtonValue | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
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
