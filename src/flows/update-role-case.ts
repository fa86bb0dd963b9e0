import { type RoleCase, type RoleCaseKey, roleCaseName } from '../core/federation/role-case.ts';
import { LastkeyError } from '../core/model/errors.ts';
import type { RoleCases } from './ports.ts';

/**
 * Reads a role's case, changes it and writes it under its version; when somebody else wrote first,
 * reads and changes again. `change` answers what it was given for "nothing to do".
 * @returns the case as it is now; `null` when there is none
 * @throws LastkeyError `case-contended` (retry) after five lost races
 */
export const updateRoleCase = async <Case extends RoleCase>(
  cases: RoleCases,
  key: RoleCaseKey & Case['key'],
  change: (before: Case | null) => Case | null,
): Promise<Case | null> => {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    // The key says which of the two kinds is kept under it.
    const before = (await cases.read(key)) as Case | null;
    const changed = change(before);
    if (changed === null || changed === before) return before;
    const written = await cases.write(changed);
    if (written !== 'changed') return written as Case;
  }
  throw new LastkeyError(
    'case-contended',
    `The case of ${roleCaseName(key)} kept changing while it was being written. It will be tried again.`,
    { retry: 'yes' },
  );
};
