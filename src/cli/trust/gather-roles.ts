import type { RolePolicies } from '../../adapters/aws/role-policies.ts';
import { InputError } from '../../core/model/errors.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { Io } from '../output.ts';
import { type AccountPolicies, readAllRoles, readRole } from './read-live.ts';
import { readPolicies } from './read-policies.ts';
import { readSnapshot } from './read-snapshot.ts';
import { readText } from './read-text.ts';

/** Where the roles to judge come from: exactly one of these. */
export interface RoleSources {
  readonly files: readonly string[];
  /** `--role`: an ARN, read with the caller's credentials. */
  readonly role?: string;
  /** `--all`: every role of the caller's account. */
  readonly all?: boolean;
  /** `--from`: a snapshot's folder. */
  readonly from?: string;
}

const readFiles = async (files: readonly string[], io: Io): Promise<readonly AccountPolicies[]> => {
  const accounts: AccountPolicies[] = [];
  for (const file of files) {
    try {
      accounts.push({ policies: readPolicies(file, await readText(file, io)), unread: [] });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      accounts.push({ policies: [], unread: [{ where: file, why: error.message, kind: 'fault' }] });
    }
  }
  return accounts;
};

/** The SDK is a second's work to load on a small machine, and files need none of it. */
const callersPolicies = async (): Promise<RolePolicies> => {
  const { callersIam, rolePolicies } = await import('../../adapters/aws/role-policies.ts');
  return rolePolicies(callersIam(), () => new Date().toISOString() as Instant);
};

/**
 * The trust policies that were asked for.
 * @throws InputError for wrong use; LastkeyError when nothing could be read
 */
export const gatherRoles = async (
  { files, role, all, from }: RoleSources,
  io: Io,
): Promise<readonly AccountPolicies[]> => {
  const live = [role, all === true ? true : undefined].filter((each) => each !== undefined);
  const sources =
    live.length + (files.length > 0 ? 1 : 0) + (from !== undefined && live.length === 0 ? 1 : 0);
  if (sources === 0) {
    throw new InputError(
      'Give the trust policies to judge: paths of files, - for standard input, --role ARN, --all, or --from FOLDER.',
    );
  }
  if (sources > 1 || (from !== undefined && role !== undefined)) {
    throw new InputError(
      'Files, --role and --all (or --from) do not go together: give one of them.',
    );
  }
  if (from !== undefined) return readSnapshot(from);
  if (role !== undefined) return [await readRole(await callersPolicies(), role)];
  if (all === true) return [await readAllRoles(await callersPolicies())];
  return readFiles(files, io);
};
