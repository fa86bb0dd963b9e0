import { loadConfiguration } from '../configuration.ts';
import { exitCodes, type Io } from '../output.ts';
import { decideChanges } from '../replay/decide-changes.ts';
import { findSources } from '../replay/find-sources.ts';
import { readChanges } from '../replay/read-changes.ts';
import { jsonLines, replayDocument } from '../replay/replay-document.ts';
import { summary } from '../replay/summary.ts';

/**
 * Reads CloudTrail files and tells what lastkey would have seen, decided and said. Touches nothing.
 * @returns 3 when a file could not be read at all; 0 otherwise
 */
export const replay = async (
  options: { readonly paths: readonly string[]; readonly json: boolean; readonly config?: string },
  io: Io,
): Promise<number> => {
  const configuration = loadConfiguration(options.config);
  const found = findSources(options.paths);
  const read = await readChanges(found.sources, io.stdin);
  const all = {
    ...read,
    unreadable: [...found.unreadable, ...read.unreadable],
    hasUnreadFile: read.hasUnreadFile || found.unreadable.length > 0,
  };
  const { decisions, messages } = decideChanges(all.changes, configuration);
  if (options.json) {
    for (const piece of jsonLines(replayDocument(all, decisions, messages))) io.out(piece);
  } else {
    io.out(summary(all, messages));
  }
  if (!all.hasUnreadFile) return exitCodes.done;
  const failed = all.unreadable.filter(({ where }) => !/:record \d+$/.test(where));
  for (const { where, why } of failed) io.note(`lastkey: ${where} could not be read: ${why}.`);
  io.note('lastkey: the result is partial. Correct the paths or the files and run again.');
  return exitCodes.couldNotFinish;
};
