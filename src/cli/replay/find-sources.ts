import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Source } from './read-source.ts';

export interface FoundSources {
  readonly sources: readonly Source[];
  /** Paths that could not be looked at. */
  readonly unreadable: readonly { readonly where: string; readonly why: string }[];
}

/**
 * Files as they are named, folders with everything below them in the order of their names (CloudTrail
 * names hold the time), `-` as standard input. Hidden files in folders are left out; symbolic links
 * to folders are not followed, since they may lead in a circle.
 */
export const findSources = (paths: readonly string[]): FoundSources => {
  const sources: Source[] = [];
  const unreadable: { where: string; why: string }[] = [];
  const visit = (path: string, isNamed: boolean): void => {
    try {
      const stat = statSync(path);
      if (!stat.isDirectory()) {
        sources.push({ name: path, path });
        return;
      }
      const entries = readdirSync(path, { withFileTypes: true })
        .filter((entry) => !entry.name.startsWith('.'))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      for (const entry of entries) {
        const inner = join(path, entry.name);
        if (entry.isSymbolicLink() && isFolder(inner)) continue;
        visit(inner, false);
      }
      if (isNamed && entries.length === 0) {
        unreadable.push({ where: path, why: 'the folder is empty' });
      }
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException;
      unreadable.push({ where: path, why: readingFault(code, message) });
    }
  };
  for (const path of paths) {
    if (path === '-') sources.push({ name: 'standard input', path: undefined });
    else visit(path, true);
  }
  return { sources, unreadable };
};

const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory();
  } catch {
    // A dangling link: reading it says so.
    return false;
  }
};

/** What the operating system answered, in words. */
export const readingFault = (code: string | undefined, message: string): string => {
  switch (code) {
    case 'ENOENT':
      return 'there is no such file or folder';
    case 'EACCES':
    case 'EPERM':
      return 'no permission to read it';
    case 'EISDIR':
      return 'it is a folder';
    default:
      return message;
  }
};
