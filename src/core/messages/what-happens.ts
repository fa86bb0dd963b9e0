import type { KeyCase } from '../keys/key-case.ts';
import { slackDate } from './dates.ts';
import { isDueAtOnce } from './exposure-words.ts';
import { useFoundByLastLook, useWords } from './use-found.ts';
import { whoIs } from './who.ts';
import { slackWords } from './words.ts';

/** What happens to the key next and when, in one or two sentences of mrkdwn. */
export const whatHappens = (keyCase: KeyCase): string => {
  switch (keyCase.stage) {
    case 'disabled':
      return disabledWords(keyCase);
    case 'deleted':
      return 'The key is deleted. Nothing more happens.';
    case 'gone':
      return 'The key is no longer active, and not because of lastkey. Nothing more happens.';
    case 'rotating':
      return 'A successor key exists. The old one is disabled once the successor is in use.';
    case 'excepted':
      return keyCase.dueAt === undefined
        ? 'An exception covers this key.'
        : `An exception covers this key until ${slackDate(keyCase.dueAt)}.`;
    case 'watched':
    case 'told':
    case 'warned':
    case 'due':
    case 'restored':
      return [stillInUse(keyCase), keptWords(keyCase), aheadWords(keyCase)]
        .filter(Boolean)
        .join('\n');
  }
};

const disabledWords = ({ disabled, dueAt, mode }: KeyCase): string => {
  if (disabled === undefined) return 'The key is disabled. Nothing is deleted.';
  const since = `The key was disabled on ${slackDate(disabled.at)} by ${whoIs(disabled.by)}. `;
  const undo = 'if something broke, press *Undo* and the key works again.';
  if (dueAt === undefined) return `${since}Nothing is deleted: ${undo}`;
  return mode === 'enforce'
    ? `${since}It is deleted, for good, on ${slackDate(dueAt)}; until then, ${undo}`
    : `${since}It _would_ be deleted on ${slackDate(dueAt)}, but lastkey only observes here; ${undo}`;
};

const stillInUse = (keyCase: KeyCase): string => {
  const found = useFoundByLastLook(keyCase);
  return found === undefined
    ? ''
    : `*The key is still in use*, so lastkey left it alone: ${useWords(keyCase, found.details, slackWords)}.`;
};

const keptWords = ({ kept }: KeyCase): string =>
  kept === undefined ? '' : `${whoIs(kept.by)} keeps this key until ${slackDate(kept.until)}.`;

const aheadWords = (keyCase: KeyCase): string => {
  if (keyCase.holder === 'root') {
    return 'lastkey cannot disable a root key: sign in as the root user and delete it.';
  }
  const { dueAt, mode } = keyCase;
  if (dueAt === undefined) return 'Nothing is scheduled for this key.';
  if (isDueAtOnce(keyCase)) {
    return mode === 'enforce'
      ? '*What happens:* lastkey disables this key within the hour, used or not, because whoever found it can use it too. ' +
          'Disabling can be undone with one click.'
      : '*What happens:* nothing is changed, because lastkey only observes here. It _would_ disable this key within the hour.';
  }
  return mode === 'enforce'
    ? `*What happens:* unless you switch or answer, lastkey disables this key on ${slackDate(dueAt)}. ` +
        'Right before, it looks once more and leaves a key alone that was used since the last warning. ' +
        'Disabling can be undone with one click.'
    : `*What happens:* nothing is changed, because lastkey only observes here. ` +
        `It _would_ disable this key on ${slackDate(dueAt)}.`;
};
