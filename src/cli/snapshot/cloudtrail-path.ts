import { join } from 'node:path';
import { missing, namesIn } from './read-file.ts';

/** The folder with the CloudTrail files of an account; `null` when the snapshot has none. */
export const cloudTrailPath = async (folder: string): Promise<string | null> => {
  const path = join(folder, 'cloudtrail');
  return (await namesIn(path)) === missing ? null : path;
};
