import type { KeyCase, OwnerContact } from '../keys/key-case.ts';
import { openQuestions } from './open-questions.ts';
import type { AnswerAction } from './slack-answer.ts';
import { useFoundByLastLook } from './use-found.ts';

/** The owner whom the present parent message asks, or will ask first. */
export const askedContact = (keyCase: KeyCase): OwnerContact | undefined =>
  keyCase.thread?.contact ?? keyCase.owners[0];

/** The rungs below the owner who is asked now; empty when nobody else is known. */
export const nextOwners = (keyCase: KeyCase, asked: OwnerContact | undefined) =>
  keyCase.owners.slice(keyCase.owners.findIndex((each) => each.contact === asked?.contact) + 1);

/**
 * The buttons that a case message has now, in order. A click on any other button is stale.
 * A root key has no *Disable now*: only the root user can change it.
 */
export const offeredActions = (
  keyCase: KeyCase,
  asked: OwnerContact | undefined = askedContact(keyCase),
): readonly AnswerAction[] => {
  const passOn: readonly AnswerAction[] = nextOwners(keyCase, asked).length > 0 ? ['not-mine'] : [];
  const ask: readonly AnswerAction[] =
    openQuestions(keyCase.replacement).fields.length > 0 ? ['answer-questions'] : [];
  switch (keyCase.stage) {
    case 'watched':
    case 'told':
    case 'warned':
    case 'due':
    case 'restored':
      return keyCase.holder === 'root'
        ? [...passOn, 'show-how-to-switch']
        : [
            useFoundByLastLook(keyCase) === undefined ? 'disable-now' : 'disable-anyway',
            'keep-for-now',
            ...passOn,
            'show-how-to-switch',
            ...ask,
            'request-exception',
          ];
    case 'excepted':
      return ['disable-now', ...passOn, 'show-how-to-switch', ...ask, 'request-exception'];
    case 'disabled':
      return keyCase.disabled === undefined ? [] : ['undo'];
    case 'rotating':
    case 'deleted':
    case 'gone':
      return [];
  }
};
