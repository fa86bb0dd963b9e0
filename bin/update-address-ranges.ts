import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { AddressRanges } from '../src/core/usage/address-kind.ts';
import { joinLists, type PublishedList, publishedLists } from './published-address-ranges.ts';

/**
 * Renews `src/core/usage/address-ranges.json` from the lists that providers publish. With
 * `--from DIR` each list is read from a file of its name there, and nothing is downloaded. An owner
 * whose list cannot be had keeps the ranges it has.
 */
const file = new URL('../src/core/usage/address-ranges.json', import.meta.url);

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { from: { type: 'string' } } });
  const current = JSON.parse(await readFile(file, 'utf8')) as AddressRanges;
  const day = new Date().toISOString().slice(0, 10);
  const read: { list: PublishedList; text: string; asOf: string }[] = [];
  for (const list of publishedLists) {
    const text = await textOf(list, values.from).catch((error: Error) => error);
    if (text instanceof Error) console.error(`${list.name}: not read (${text.message})`);
    else read.push({ list, text, asOf: day });
  }
  if (read.length === 0) {
    console.error('No list could be read, so nothing was changed. Try --from DIR.');
    process.exitCode = 3;
    return;
  }
  const next = joinLists(current, read, day);
  await writeFile(file, `${JSON.stringify(next, null, 2)}\n`);
  for (const { owner, asOf, from } of next.sources) console.log(`${owner} as of ${asOf}: ${from}`);
};

const textOf = async (list: PublishedList, folder: string | undefined): Promise<string> => {
  if (folder !== undefined) {
    const names = await readdir(folder);
    const name = names.find((each) => list.file.test(each));
    if (name === undefined) throw new Error(`no file like ${list.file} in ${folder}`);
    return readFile(join(folder, name), 'utf8');
  }
  const url = list.page === undefined ? list.url : await linkOn(list.page, list.url);
  return download(url);
};

const download = async (url: string): Promise<string> => {
  const answer = await fetch(url, { signal: AbortSignal.timeout(60_000) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.text();
};

/** Microsoft's list has a new address every week; its download page has the link. */
const linkOn = async (page: string, pattern: string): Promise<string> => {
  const link = new RegExp(pattern).exec(await download(page));
  if (link === null) throw new Error(`no link like ${pattern} on ${page}`);
  return link[0];
};

await main();
