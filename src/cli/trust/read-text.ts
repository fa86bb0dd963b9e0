import { readFile } from 'node:fs/promises';
import { InputError } from '../../core/model/errors.ts';
import type { Io } from '../output.ts';

/** A policy is a few kilobytes, an account's authorization details are some megabytes. */
const largest = 512 * 1024 * 1024;

/**
 * A file's text, or standard input for `-`.
 * @throws InputError when it cannot be read
 */
export const readText = async (path: string, io: Io): Promise<string> => {
  if (path !== '-') {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      throw new InputError(
        `${path} cannot be read: ${(error as Error).message}. Give the path of a file, or - for standard input.`,
      );
    }
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of io.stdin) {
    size += chunk.length;
    if (size > largest) throw new InputError('Standard input is larger than 512 MB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};
