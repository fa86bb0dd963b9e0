import type { AccessKey } from '../core/keys/access-key.ts';
import type { KeyCase } from '../core/keys/key-case.ts';
import { LastkeyError } from '../core/model/errors.ts';
import type { CaseTable } from './ports.ts';

/**
 * Reads a case, changes it and writes it under its version; when somebody else wrote first, reads
 * and changes again. `change` answers the same case for "nothing to do".
 * @returns the case as written, or `null` when there is none
 * @throws LastkeyError `case-contended` (retry) after five lost races
 */
export const updateCase = async (
  cases: Pick<CaseTable, 'readCase' | 'writeCase'>,
  key: Pick<AccessKey, 'accountId' | 'userName' | 'accessKeyId'>,
  change: (keyCase: KeyCase) => KeyCase,
): Promise<KeyCase | null> => {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const keyCase = await cases.readCase(key);
    if (keyCase === null) return null;
    const changed = change(keyCase);
    if (changed === keyCase) return keyCase;
    const written = await cases.writeCase(changed);
    if (written !== 'changed') return written;
  }
  throw new LastkeyError(
    'case-contended',
    `The case of ${key.accessKeyId} kept changing while it was being written. It will be tried again.`,
    { retry: 'yes' },
  );
};
