import { isExposed } from '../keys/exposure.ts';
import type { KeyCase } from '../keys/key-case.ts';

/** The configuration gives a key in public no day: its round is due when it begins. */
export const isDueAtOnce = ({ reasons, dueAt, clockStartedAt }: KeyCase): boolean =>
  isExposed(reasons) && dueAt !== undefined && dueAt <= clockStartedAt;

/** What the owner of a key in public is told first. */
export const exposureSentence = (keyCase: KeyCase, due: string | undefined): string =>
  `AWS found this key in public: whoever saw it can use it. ${whatFollows(keyCase, due)} Do this now:`;

const whatFollows = (keyCase: KeyCase, due: string | undefined): string => {
  if (keyCase.stage === 'disabled') return 'It is disabled: do not activate it again.';
  if (keyCase.stage === 'excepted') {
    return 'An exception covers it, so lastkey does not disable it by itself.';
  }
  if (due === undefined) return 'lastkey cannot disable it by itself.';
  const when = isDueAtOnce(keyCase) ? 'within the hour, used or not' : `on ${due}`;
  return keyCase.mode === 'enforce'
    ? `lastkey disables it ${when}.`
    : `lastkey would disable it ${when}; it only observes here.`;
};
