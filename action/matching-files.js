import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const never = new Set(['.git', 'node_modules']);

/** `*` and `?` stay in a folder, `**` crosses them, `{a,b}` is one or the other. */
const patternOf = (glob) => {
  let depth = 0;
  const source = glob.replace(/^\.?\//, '').replaceAll(/\*\*\/|\*\*|[\s\S]/g, (part) => {
    if (part === '**/') return '(?:[^/]+/)*';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (part === '{') {
      depth += 1;
      return '(?:';
    }
    if (part === '}' && depth > 0) {
      depth -= 1;
      return ')';
    }
    if (part === ',' && depth > 0) return '|';
    return part.replace(/[\\^$.|+()[\]{}/-]/, '\\$&');
  });
  return new RegExp(`^${source}${')'.repeat(depth)}$`);
};

function* filesIn(root, folder = '') {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    // A link may lead out of the repository: only what is a file of it is read.
    if (entry.isFile()) yield path;
    else if (entry.isDirectory() && !never.has(entry.name)) yield* filesIn(root, path);
  }
}

/**
 * Files of a folder that fit the globs, as paths from it with `/`, sorted.
 * @param {string} root
 * @param {readonly string[]} globs those with `!` leave files out
 * @returns {readonly string[]}
 */
export const matchingFiles = (root, globs) => {
  const wanted = globs.filter((glob) => !glob.startsWith('!')).map(patternOf);
  const left = globs.filter((glob) => glob.startsWith('!')).map((glob) => patternOf(glob.slice(1)));
  return [...filesIn(root)]
    .filter((path) => wanted.some((pattern) => pattern.test(path)))
    .filter((path) => !left.some((pattern) => pattern.test(path)))
    .sort();
};
