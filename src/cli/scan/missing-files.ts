import { rootUserName } from '../../core/inventory/read-credential-report.ts';
import type { ScanDocument } from './scan-document.ts';
import { plural, wrapped } from './words.ts';

/** What whoever may read the account can add to a snapshot, and how; nothing where nothing is wanting. */
export const missingFiles = ({ source, keys }: ScanDocument): string => {
  if (source !== 'snapshot') return '';
  const ofUsers = keys.filter(({ userName }) => userName !== rootUserName);
  const withoutId = ofUsers.filter(({ accessKeyId }) => accessKeyId === 'unknown');
  const users = new Set(withoutId.map(({ accountId, userName }) => `${accountId}/${userName}`));
  const withoutOwner = ofUsers.filter(({ owner }) => owner === 'unknown');
  const parts = [
    withoutId.length === 0
      ? ''
      : part(
          `The ids of ${plural(withoutId.length, 'key')} of ${plural(users.size, 'user')}: a credential report has none, and without its id no key is given a date. For each user:`,
          'aws iam list-access-keys --user-name USER > ACCOUNT/access-keys/USER.json',
        ),
    withoutOwner.length === 0
      ? ''
      : part(
          `The owners of ${plural(withoutOwner.length, 'key')}, and what they may do. For each account:`,
          'aws iam get-account-authorization-details > ACCOUNT/account-authorization-details.json',
        ),
  ].join('');
  return parts === '' ? '' : `What the snapshot does not tell\n${parts}`;
};

const part = (what: string, command: string): string => `${wrapped(what)}      ${command}\n`;
