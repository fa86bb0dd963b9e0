import { readdir, readFile } from 'node:fs/promises';
import { InputError } from '../../core/model/errors.ts';
import { jsonDocuments } from './json-documents.ts';

/** What a part of a snapshot is when there is no such file or folder. */
export const missing = Symbol('missing');

/**
 * The answer of a read, or `missing`.
 * @throws InputError when it is there and cannot be read
 */
export const ifThere = async <T>(read: Promise<T>): Promise<T | typeof missing> => {
  try {
    return await read;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return missing;
    throw new InputError(`The snapshot cannot be read: ${(error as Error).message}.`);
  }
};

/** The names in a folder, sorted. */
export const namesIn = async (folder: string): Promise<readonly string[] | typeof missing> => {
  const names = await ifThere(readdir(folder));
  return names === missing ? missing : names.sort();
};

/**
 * A file's text: UTF-8, or the UTF-16 that Windows PowerShell writes, by its byte order mark or, as
 * what is read here begins with ASCII, by its first zero byte; without the mark.
 */
export const readSnapshotText = async (file: string): Promise<string | typeof missing> => {
  const bytes = await ifThere(readFile(file));
  if (bytes === missing) return missing;
  const [first, second] = bytes;
  const encoding =
    (first === 0xff && second === 0xfe) || (first !== 0 && second === 0)
      ? 'utf-16le'
      : (first === 0xfe && second === 0xff) || (first === 0 && second !== 0)
        ? 'utf-16be'
        : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
};

/**
 * The JSON documents in a file: one, or the pages of an answer one after the other, or in a list.
 * @throws InputError that names the file, what it has and what was expected
 */
export const readPages = async (
  file: string,
  expected: string,
): Promise<readonly unknown[] | typeof missing> => {
  const text = await readSnapshotText(file);
  if (text === missing) return missing;
  const read = jsonDocuments(text);
  if (read.status === 'unreadable') throw badFile(file, read.why, expected);
  return read.documents.flat();
};

/** The fault that a file of a snapshot has. */
export const badFile = (file: string, got: string, expected: string): InputError =>
  new InputError(`${file}: got ${got}, expected ${expected}. Take the output again and run again.`);
