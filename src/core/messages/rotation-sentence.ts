import type { Notice, NoticeKind } from '../keys/key-case.ts';
import type { Words } from './words.ts';

export type RotationNoticeKind = Extract<
  NoticeKind,
  | 'would-rotate'
  | 'two-keys'
  | 'not-rotated'
  | 'successor-ready'
  | 'successor-unused'
  | 'rotation-stuck'
>;

/**
 * What a notice about a rotation says. `details` by name: `days` (age, or days to wait), `remove`
 * (the key to remove, where one can be named), `successor`, `secretArn`, `keys` (one or more key ids).
 * There is no secret in it: only where the secret is.
 */
export const rotationSentence = (
  kind: RotationNoticeKind,
  details: Notice['details'],
  words: Words,
): string => {
  const name = (detail: string) => words.name(details[detail] ?? 'unknown');
  switch (kind) {
    case 'would-rotate':
      return `This key is older than ${days(details)}. lastkey would make a successor for it now. Nothing was changed: it only observes here.`;
    case 'two-keys':
      return (
        'This key is due for rotation, but its user has two keys already, and IAM takes no third; inactive keys count. ' +
        (details['remove'] === undefined
          ? 'lastkey cannot say which of them is still needed. Remove the one that is not; lastkey removes neither.'
          : `Of the two, ${name('remove')} is the one less recently used. Remove it if nothing needs it; lastkey does not.`)
      );
    case 'not-rotated':
      return 'lastkey did not rotate this key. It works as before, and no successor of it is left.';
    case 'successor-ready':
      return (
        `This key has a successor, ${name('successor')}. Its secret is in Secrets Manager and nowhere else: ` +
        `${words.name(readCommand(details))}. Switch to it; this key is disabled once the successor ` +
        `is in use and this one has been idle for ${days(details)}.`
      );
    case 'successor-unused':
      return (
        `The successor of this key, ${name('successor')}, has not been used for ${days(details)}. ` +
        `Switch to it: ${words.name(readCommand(details))}. Until then this key stays as it is.`
      );
    case 'rotation-stuck':
      return (
        `The rotation of this key stopped half-way. Somebody has to look at ${name('keys')}, ` +
        'and delete it unless it is needed: its secret is not kept anywhere that lastkey knows. ' +
        'lastkey goes on once it is gone.'
      );
  }
};

const days = (details: Notice['details']): string =>
  details['days'] === '1' ? 'one day' : `${details['days'] ?? 'some'} days`;

/** The Region is the fourth part of the ARN. */
const readCommand = ({ secretArn = 'unknown' }: Notice['details']): string =>
  `aws secretsmanager get-secret-value --region ${secretArn.split(':')[3] ?? 'unknown'} --secret-id ${secretArn}`;
