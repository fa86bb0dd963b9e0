import type { ExceptionRecord } from '../core/keys/exception.ts';
import { exceptionByTag } from '../core/keys/exception-by-tag.ts';
import type { Configuration } from '../core/model/configuration.ts';
import type { AccountId } from '../core/model/ids.ts';
import type { Instant } from '../core/model/instant.ts';
import type { Exceptions } from './exception-ports.ts';
import { exceptionEntry } from './exception-record.ts';
import type { Ledger } from './ports.ts';

/**
 * Makes a record of what a configured tag stands for, once; a tag alone exempts nothing.
 * @param before the user's exceptions as they were read
 * @returns those, and the new one
 */
export const recordTagException = async (
  user: {
    readonly accountId: AccountId;
    readonly accountName: string;
    readonly userName: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly owner: string;
  },
  before: readonly ExceptionRecord[],
  now: Instant,
  ports: { readonly exceptions: Exceptions; readonly ledger: Ledger },
  settings: Configuration['exceptions'],
): Promise<readonly ExceptionRecord[]> => {
  const exception = exceptionByTag(user, settings, now);
  if (exception === undefined || before.some(({ id }) => id === exception.id)) return before;
  await ports.ledger.append([exceptionEntry(exception, 'granted', 'lastkey', now)]);
  const written = await ports.exceptions.write(exception);
  return written === 'changed' ? before : [...before, written];
};
