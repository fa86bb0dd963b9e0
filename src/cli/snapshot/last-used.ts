import { join } from 'node:path';
import { isFields, textOf } from '../../core/inventory/answer-fields.ts';
import type { LastUse } from '../../core/keys/access-key.ts';
import { type Fact, known, unknown } from '../../core/model/fact.ts';
import { type AccessKeyId, parseAccessKeyId } from '../../core/model/ids.ts';
import { addDays, type Instant } from '../../core/model/instant.ts';
import { badFile, missing, readPages } from './read-file.ts';
import { snapshotInstant } from './snapshot-instant.ts';

const source = 'GetAccessKeyLastUsed';
const expected =
  'an object of access key ids, each with the output of aws iam get-access-key-last-used';

/**
 * When keys were last used, from `access-keys-last-used.json`; a key that is not in it is not in the
 * map. AWS says "never" by leaving the date out and naming the service `N/A`; an entry that says
 * neither is unknown, and so is a date that is still to come.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html
 * @throws InputError for a file that is no such object
 */
export const readLastUsed = async (
  folder: string,
  at: Instant,
): Promise<ReadonlyMap<AccessKeyId, Fact<LastUse | null>>> => {
  const file = join(folder, 'access-keys-last-used.json');
  const pages = await readPages(file, expected);
  if (pages === missing) return new Map();
  const uses = new Map<AccessKeyId, Fact<LastUse | null>>();
  for (const page of pages) {
    if (!isFields(page)) throw badFile(file, 'something else', expected);
    for (const [id, answer] of Object.entries(page)) {
      const accessKeyId = parseAccessKeyId(id);
      if (accessKeyId === undefined) throw badFile(file, `the name "${id}"`, expected);
      uses.set(accessKeyId, lastUseFrom(answer, at));
    }
  }
  return uses;
};

const lastUseFrom = (answer: unknown, at: Instant): Fact<LastUse | null> => {
  const use = isFields(answer) ? (answer['AccessKeyLastUsed'] ?? answer) : undefined;
  const { LastUsedDate, ServiceName, Region } = isFields(use) ? use : {};
  const usedAt = snapshotInstant(LastUsedDate);
  if (usedAt !== undefined && usedAt > addDays(at, 1)) {
    return unknown(
      `access-keys-last-used.json says ${usedAt}, which is later than ${at}, the time of this look`,
      source,
    );
  }
  if (usedAt !== undefined) {
    const [service, region] = [textOf(ServiceName) ?? 'unknown', textOf(Region) ?? 'unknown'];
    return known({ at: usedAt, service, region }, at, source);
  }
  const isNever = (LastUsedDate ?? 'N/A') === 'N/A' && ServiceName === 'N/A';
  return isNever
    ? known(null, at, source)
    : unknown(
        'the output in access-keys-last-used.json has no date, and does not say "never"',
        source,
      );
};
