import { join } from 'node:path';
import type { OidcProvider } from '../../core/federation/federated-role.ts';
import { isFields, textOf } from '../../core/inventory/answer-fields.ts';
import { badFile, missing, namesIn, readPages } from './read-file.ts';

const expected =
  'the output of aws iam get-open-id-connect-provider, with its Arn added: {"Arn", "Url", "ClientIDList", "ThumbprintList"}';

/**
 * The OIDC providers of an account from `open-id-connect-providers/`; `missing` without that folder:
 * whether the account has any is then unknown.
 * @throws InputError for a file that is no provider
 */
export const readOidcProviders = async (
  folder: string,
): Promise<readonly OidcProvider[] | typeof missing> => {
  const files = await oidcProviderFiles(folder);
  return files === missing ? missing : Promise.all(files.map(readOidcProvider));
};

/** The files of an account that hold an OIDC provider each. */
export const oidcProviderFiles = async (
  folder: string,
): Promise<readonly string[] | typeof missing> => {
  const inside = join(folder, 'open-id-connect-providers');
  const names = await namesIn(inside);
  if (names === missing) return missing;
  return names.filter((name) => name.endsWith('.json')).map((name) => join(inside, name));
};

/** @throws InputError for a file that is no provider */
export const readOidcProvider = async (file: string): Promise<OidcProvider> => {
  const pages = await readPages(file, expected);
  const provider = pages === missing ? undefined : pages[0];
  const { Arn, Url, ClientIDList, ThumbprintList } = isFields(provider) ? provider : {};
  const arn = textOf(Arn);
  const url = arn?.split(':oidc-provider/')[1] ?? textOf(Url)?.replace(/^https:\/\//, '');
  if (url === undefined) throw badFile(file, 'neither Arn nor Url', expected);
  return {
    arn: arn ?? '',
    url,
    clientIds: textsIn(ClientIDList),
    thumbprints: textsIn(ThumbprintList),
  };
};

const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
