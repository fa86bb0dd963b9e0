import { InputError } from '../../core/model/errors.ts';
import {
  type AccessKeyId,
  type AccountId,
  parseAccessKeyId,
  parseAccountId,
} from '../../core/model/ids.ts';

/** What a person named: a key, a user, or an account. */
export type Target =
  | {
      readonly kind: 'key';
      readonly accessKeyId: AccessKeyId;
      readonly accountId?: AccountId;
      readonly userName?: string;
    }
  | { readonly kind: 'user'; readonly accountId: AccountId; readonly userName: string }
  | { readonly kind: 'account'; readonly accountId: AccountId };

/**
 * Reads `AKIA…`, `111122223333/deployer/AKIA…`, `111122223333/deployer` or `111122223333`.
 * @throws InputError for anything else
 */
export const parseTarget = (text: string): Target => {
  const [first = '', userName, third, ...rest] = text.split('/');
  const accountId = parseAccountId(first);
  if (rest.length === 0 && accountId !== undefined) {
    if (userName === undefined) return { kind: 'account', accountId };
    const accessKeyId = parseAccessKeyId(third);
    if (third === undefined && userName !== '') return { kind: 'user', accountId, userName };
    if (accessKeyId !== undefined) return { kind: 'key', accountId, userName, accessKeyId };
  }
  const alone = userName === undefined ? parseAccessKeyId(first) : undefined;
  if (alone !== undefined && accountId === undefined) return { kind: 'key', accessKeyId: alone };
  throw new InputError(
    `This names no key. Got "${text}", expected AKIA… or 111122223333/user-name/AKIA….`,
  );
};
