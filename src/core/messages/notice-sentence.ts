import type { KeyCase, Notice } from '../keys/key-case.ts';
import { parseInstant } from '../model/instant.ts';
import { exposureSentence } from './exposure-words.ts';
import { rotationSentence } from './rotation-sentence.ts';
import { useWords } from './use-found.ts';
import type { Words } from './words.ts';

/**
 * What a notice says, in one or two sentences. `notice.details` is read by name: `by` (a Slack id or
 * a principal), `tool`, `days`, `until`, `usedAt`, `service`, `region`, `roleArn`, `subject`, `firstLoginAt`,
 * `lastKeyUseAt`; `why`
 * and `reason` are prose and are shown apart.
 */
export const noticeSentence = (keyCase: KeyCase, notice: Notice, words: Words): string => {
  const { details } = notice;
  const by = words.who(details['by'] ?? 'somebody');
  const due = keyCase.dueAt === undefined ? undefined : words.date(keyCase.dueAt);
  switch (notice.kind) {
    case 'found':
      return 'lastkey asks about this key again. The message above has been brought up to date.';
    case 'exposed':
      return exposureSentence(keyCase, due);
    case 're-activated':
      return `${by} activated this key again${withTool(details, words)}.`;
    case 'warning':
      return keyCase.mode === 'enforce'
        ? `${inDays(details)}lastkey disables this key${on(due)}, unless you switch or answer.`
        : `${inDays(details)}lastkey would disable this key${on(due)}. It only observes here.`;
    case 'would-disable':
      return 'lastkey would have disabled this key now. Nothing was changed: it only observes here.';
    case 'used-since-warning':
      return (
        `This key was used after the warning: ${useWords(keyCase, details, words)}. lastkey left it ` +
        `alone and starts the clock again${due === undefined ? '' : `: ${due}`}. ` +
        'If that use may stop, press Disable anyway.'
      );
    case 'over-cap':
      return 'lastkey did not disable this key: a limit was reached, or all action is stopped.';
    case 'not-disabled':
      return 'lastkey could not make the change to this key, or could not see that it was made.';
    case 'disabled':
      return `${by} disabled this key, and AWS now says that it is inactive. If something broke, press Undo.`;
    case 'disabled-elsewhere':
      return `${by} disabled this key, and not through lastkey. If something broke, press Undo.`;
    case 'restored':
      return `${by} made this key active again${due === undefined ? '' : `. The clock starts again: ${due}`}.`;
    case 'delete-warning':
      return keyCase.mode === 'enforce'
        ? `${inDays(details)}lastkey deletes this key${on(due)}, for good. If anything still needs it, press Undo.`
        : `${inDays(details)}lastkey would delete this key${on(due)}. It only observes here.`;
    case 'would-delete':
      return 'lastkey would have deleted this key now. Nothing was changed: it only observes here.';
    case 'not-deleted':
      return 'lastkey did not delete this key. It stays inactive, and can be restored.';
    case 'deleted':
      return `${by} deleted this key.`;
    case 'kept':
      return `${by} keeps this key${until(details, words)}.`;
    case 'not-mine':
      return `${by} said that this key is not theirs. It is passed on.`;
    case 'how-to-switch':
      return `How to switch from key ${words.name(keyCase.key.accessKeyId)}:`;
    case 'replacement-in-use':
      return (
        `Role ${words.name(details['roleArn'] ?? keyCase.replacement.role?.arn ?? 'unknown')} is ` +
        `in use${forSubject(details, words)}${since(details['firstLoginAt'], words)}. This key ` +
        `${idle(details['lastKeyUseAt'], words)}. Nothing that lastkey has seen still needs it: ` +
        'press Disable now.'
      );
    case 'answers-given':
      return `${by} answered what lastkey could not know. The recommendation is worked out again.`;
    case 'recommendation-changed':
      return 'What to use instead of this key is another now. The message above has been brought up to date.';
    case 'migration-step':
      return migrationSentence(details, words);
    case 'exception-requested':
      return (
        `${by} asked for an exception for this key${until(details, words)}. An approver decides; ` +
        'until then everything goes on as announced.'
      );
    case 'exception-granted':
      return `${by} granted an exception for this key${until(details, words)}. Nothing is due before that.`;
    case 'exception-not-granted':
      return 'The exception for this key was not granted. Everything goes on as announced.';
    case 'exception-ending':
      return (
        `The exception for this key ends${details['until'] === undefined ? '' : ` on ${date(details, words)}`}. ` +
        'Switch before that, or ask for another one.'
      );
    case 'would-rotate':
    case 'two-keys':
    case 'not-rotated':
    case 'successor-ready':
    case 'successor-unused':
    case 'rotation-stuck':
      return rotationSentence(notice.kind, details, words);
    case 'click-refused':
      return 'That click changed nothing.';
  }
};

type Details = Notice['details'];

const migrationSentence = (details: Details, words: Words): string => {
  const role = `Role ${words.name(details['roleArn'] ?? 'unknown')}`;
  return details['step'] === 'role-created'
    ? `${role} was made. Next: let the workload use it (Show how to switch).`
    : `${role} is in use${since(details['firstLoginAt'], words)}.${keyStill(details, words)} Take the key out where the workload finds it.`;
};

const keyStill = (details: Details, words: Words): string => {
  const at = parseInstant(details['lastKeyUseAt']);
  if (at !== undefined) return ` This key was last used on ${words.date(at)}.`;
  return details['lastKeyUseAt'] === '' ? ' This key has never been used.' : '';
};

const withTool = (details: Details, words: Words): string => {
  const tool = details['tool'] ?? '';
  return tool === '' ? '' : ` with ${words.name(tool)}`;
};

const inDays = (details: Details): string => {
  const days = details['days'];
  if (days === undefined || !/^\d{1,4}$/.test(days)) return '';
  return days === '1' ? 'Within one day: ' : `Within ${days} days: `;
};

const on = (due: string | undefined): string => (due === undefined ? '' : ` on ${due}`);

const until = (details: Details, words: Words): string => {
  const at = parseInstant(details['until']);
  return at === undefined ? '' : ` until ${words.date(at)}`;
};

const date = (details: Details, words: Words): string => {
  const at = parseInstant(details['until']);
  return at === undefined ? 'a day that is not known' : words.date(at);
};

const forSubject = (details: Details, words: Words): string =>
  details['subject'] === undefined ? '' : ` for ${words.name(details['subject'])}`;

const since = (time: string | undefined, words: Words): string => {
  const at = parseInstant(time);
  return at === undefined ? '' : ` since ${words.date(at)}`;
};

/** The notice is only given for a key whose last use is known; no time in it means never used. */
const idle = (lastKeyUseAt: string | undefined, words: Words): string => {
  const at = parseInstant(lastKeyUseAt);
  if (at !== undefined) return `was last used on ${words.date(at)}, before that`;
  return lastKeyUseAt === '' ? 'has never been used' : 'has been idle since';
};
