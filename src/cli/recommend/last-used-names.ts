import { join } from 'node:path';
import { isFields, textOf } from '../../core/inventory/answer-fields.ts';
import { type AccessKeyId, parseAccessKeyId } from '../../core/model/ids.ts';
import { missing, readPages } from '../snapshot/read-file.ts';

/**
 * Whose each key in `access-keys-last-used.json` is: `GetAccessKeyLastUsed` names the user.
 * @throws InputError for a file that is no JSON
 */
export const readLastUsedNames = async (
  folder: string,
): Promise<ReadonlyMap<AccessKeyId, string>> => {
  const pages = await readPages(
    join(folder, 'access-keys-last-used.json'),
    'an object of access key ids',
  );
  if (pages === missing) return new Map();
  return new Map(
    pages.flatMap((page) =>
      Object.entries(isFields(page) ? page : {}).flatMap(([id, answer]) => {
        const accessKeyId = parseAccessKeyId(id);
        const userName = isFields(answer) ? textOf(answer['UserName']) : undefined;
        return accessKeyId === undefined || userName === undefined
          ? []
          : [[accessKeyId, userName] as const];
      }),
    ),
  );
};
