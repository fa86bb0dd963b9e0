import { basename, join } from 'node:path';
import { isFields, textOf } from '../../core/inventory/answer-fields.ts';
import type { AccessKeyState } from '../../core/keys/access-key.ts';
import { InputError } from '../../core/model/errors.ts';
import { type Fact, known, unknown } from '../../core/model/fact.ts';
import { type AccountId, parseAccessKeyId } from '../../core/model/ids.ts';
import type { Instant } from '../../core/model/instant.ts';
import { badFile, missing, namesIn, readPages } from './read-file.ts';
import { snapshotInstant } from './snapshot-instant.ts';

const source = 'ListAccessKeys';
const expected =
  'the output of aws iam list-access-keys --user-name NAME: {"AccessKeyMetadata": [...]}';

/**
 * The keys of each user whose `access-keys/<userName>.json` is in the snapshot; a user without that
 * file is not in the map, and `missing` means that there are none at all. Unknown: the list is cut, or
 * its file is bad.
 * @param onBadFile hears of a file that is no such output; without it the first one is thrown
 * @throws InputError
 */
export const readAccessKeys = async (
  folder: string,
  accountId: AccountId,
  at: Instant,
  onBadFile: (fault: InputError) => void = (fault) => {
    throw fault;
  },
): Promise<ReadonlyMap<string, Fact<readonly AccessKeyState[]>> | typeof missing> => {
  const names = await namesIn(join(folder, 'access-keys'));
  if (names === missing) return missing;
  const files = names.filter((name) => name.endsWith('.json'));
  const read = await Promise.all(
    files.map(async (name) => {
      const userName = basename(name, '.json');
      const file = join(folder, 'access-keys', name);
      try {
        return [userName, await keysIn(file, accountId, userName, at)] as const;
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        onBadFile(error);
        return [userName, unknown(error.message, source)] as const;
      }
    }),
  );
  return new Map(read);
};

const keysIn = async (
  file: string,
  accountId: AccountId,
  userName: string,
  at: Instant,
): Promise<Fact<readonly AccessKeyState[]>> => {
  const pages = await readPages(file, expected);
  if (pages === missing) return unknown('not in the snapshot', source);
  const entries = pages.flatMap((page) => {
    const list = isFields(page) ? page['AccessKeyMetadata'] : undefined;
    if (!Array.isArray(list)) throw badFile(file, 'no AccessKeyMetadata', expected);
    return list;
  });
  const keys = entries.map((entry, index) => keyFrom(file, index, entry, accountId, userName));
  const last = pages.at(-1);
  return isFields(last) && last['IsTruncated'] === true
    ? unknown(`the list of ${keys.length} keys is truncated`, source)
    : known(keys, at, source);
};

const keyFrom = (
  file: string,
  index: number,
  entry: unknown,
  accountId: AccountId,
  userName: string,
): AccessKeyState => {
  const { UserName, AccessKeyId, Status, CreateDate } = isFields(entry) ? entry : {};
  const where = `AccessKeyMetadata[${index}]`;
  const accessKeyId = parseAccessKeyId(AccessKeyId);
  if (accessKeyId === undefined) {
    throw badFile(file, `${where}.AccessKeyId ${JSON.stringify(AccessKeyId)}`, 'an access key id');
  }
  const owner = textOf(UserName);
  if (owner !== undefined && owner !== userName) {
    throw badFile(file, `a key of the user ${owner}`, `keys of ${userName}, as the file is named`);
  }
  const createdAt = snapshotInstant(CreateDate);
  if (createdAt === undefined) {
    throw badFile(
      file,
      `${where}.CreateDate ${JSON.stringify(CreateDate)}`,
      'a date such as 2026-11-23T10:00:00+00:00',
    );
  }
  if (Status !== 'Active' && Status !== 'Inactive' && Status !== 'Expired') {
    throw badFile(file, `${where}.Status ${JSON.stringify(Status)}`, 'Active, Inactive or Expired');
  }
  return { accountId, userName, accessKeyId, createdAt, status: Status };
};
