import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../core/model/errors.ts';
import type { AccountPolicies } from './read-live.ts';
import { readPolicies } from './read-policies.ts';
import { isObject } from './resolve-intrinsics.ts';
import type { Unread } from './unread.ts';

const missing = Symbol('missing');

const ifThere = async <T>(read: Promise<T>): Promise<T | typeof missing> => {
  try {
    return await read;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return missing;
    throw new InputError(`The snapshot cannot be read: ${(error as Error).message}.`);
  }
};

/** A provider's name in `GetOpenIDConnectProvider` with its ARN added. */
const providerName = (text: string): string | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const { Arn: arn, Url: url } = isObject(value) ? value : {};
  const fromArn = typeof arn === 'string' ? arn.split(':oidc-provider/')[1] : undefined;
  return fromArn ?? (typeof url === 'string' ? url.replace(/^https:\/\//, '') : undefined);
};

interface Providers {
  readonly names?: readonly string[];
  readonly unread: readonly Unread[];
}

const readProviders = async (account: string): Promise<Providers> => {
  const folder = join(account, 'open-id-connect-providers');
  const names = await ifThere(readdir(folder));
  if (names === missing) {
    const why = 'not in the snapshot. Whether the trusted OIDC providers still exist is unknown.';
    return { unread: [{ where: folder, why, kind: 'detail' }] };
  }
  const found: string[] = [];
  for (const name of names.filter((each) => each.endsWith('.json')).sort()) {
    const file = join(folder, name);
    const provider = providerName((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''));
    if (provider === undefined) {
      const why =
        'not an OIDC provider. Expected the output of aws iam get-open-id-connect-provider, with its Arn added.';
      return { unread: [{ where: file, why, kind: 'fault' }] };
    }
    found.push(provider);
  }
  return { names: found, unread: [] };
};

const readAccount = async (account: string): Promise<AccountPolicies> => {
  const file = join(account, 'account-authorization-details.json');
  const text = await ifThere(readFile(file, 'utf8'));
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
  const names = await ifThere(readdir(folder));
  const ids = names === missing ? [] : names.filter((name) => /^\d{12}$/.test(name)).sort();
  if (ids.length === 0) {
    throw new InputError(
      `${folder} is not a snapshot. ${names === missing ? 'Got no such folder' : 'Got no account in it'}, expected folders named by account ID with account-authorization-details.json in them.`,
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
