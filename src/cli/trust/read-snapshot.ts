import { join } from 'node:path';
import { InputError } from '../../core/model/errors.ts';
import { oidcProviderFiles, readOidcProvider } from '../snapshot/oidc-providers.ts';
import { accountIdsIn } from '../snapshot/open-snapshot.ts';
import { missing, readSnapshotText } from '../snapshot/read-file.ts';
import type { AccountPolicies } from './read-live.ts';
import { readPolicies } from './read-policies.ts';
import type { Unread } from './unread.ts';

interface Providers {
  readonly names?: readonly string[];
  readonly unread: readonly Unread[];
}

const readProviders = async (account: string): Promise<Providers> => {
  const files = await oidcProviderFiles(account);
  if (files === missing) {
    const where = join(account, 'open-id-connect-providers');
    const why = 'not in the snapshot. Whether the trusted OIDC providers still exist is unknown.';
    return { unread: [{ where, why, kind: 'detail' }] };
  }
  const names: string[] = [];
  for (const file of files) {
    try {
      names.push((await readOidcProvider(file)).url);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const why = `not an OIDC provider: ${error.message.replace(`${file}: `, '')}`;
      return { unread: [{ where: file, why, kind: 'fault' }] };
    }
  }
  return { names, unread: [] };
};

const readAccount = async (account: string): Promise<AccountPolicies> => {
  const file = join(account, 'account-authorization-details.json');
  const text = await readSnapshotText(file);
  if (text === missing) {
    const why = 'not in the snapshot. The roles of this account are unknown.';
    return { policies: [], unread: [{ where: file, why, kind: 'gap' }] };
  }
  const policies = readPolicies(file, text).map((found) => ({
    ...found,
    source: found.roleArn ?? found.source,
  }));
  const isCut = /"IsTruncated"\s*:\s*true/.test(text) || /"(NextToken|Marker)"\s*:\s*"/.test(text);
  const why = `truncated. ${policies.length} roles are in it; there are more.`;
  const cut: readonly Unread[] = isCut ? [{ where: file, why, kind: 'gap' }] : [];
  const { names, unread } = await readProviders(account);
  return {
    policies,
    ...(names === undefined ? {} : { existingProviders: names }),
    unread: [...cut, ...unread],
  };
};

/**
 * The roles in a snapshot: a folder of AWS CLI outputs, one folder for each account. What is missing
 * is said, and unknown. Bad files do not keep the others from being judged.
 * @throws InputError when there is no such folder, or no account in it
 */
export const readSnapshot = async (folder: string): Promise<readonly AccountPolicies[]> => {
  const ids = await accountIdsIn(folder);
  if (ids === missing || ids.length === 0) {
    throw new InputError(
      `${folder} is not a snapshot. ${ids === missing ? 'Got no such folder' : 'Got no account in it'}, expected folders named by account ID with account-authorization-details.json in them.`,
    );
  }
  const accounts: AccountPolicies[] = [];
  for (const id of ids) {
    const account = join(folder, id);
    try {
      accounts.push(await readAccount(account));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const fault = { where: account, why: error.message, kind: 'fault' } as const;
      accounts.push({ policies: [], unread: [fault] });
    }
  }
  return accounts;
};
