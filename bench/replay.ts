import { deepStrictEqual } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readChanges } from '../src/cli/replay/read-changes.ts';
import type { Change } from '../src/core/events/change.ts';
import { parseChange } from '../src/core/events/parse-change.ts';
import { generatedLogs } from './support/generated-logs.ts';
import { median, printRows, type Row } from './support/measure.ts';

const rounds = 15;

/**
 * Replay of generated logs against inflating them and nothing else, in the same run. Wall time is what
 * a person waits for: inflating runs on a second core beside the scan. CPU time is what both cost.
 */
const replayBench = async (): Promise<readonly Row[]> => {
  const logs = generatedLogs({ files: 10, megabytesEach: 8, seed: 20_261_123 });
  const folder = mkdtempSync(join(tmpdir(), 'lastkey-bench-'));
  const paths = logs.packed.map((bytes, index) => {
    const path = join(folder, `${index}.json.gz`);
    writeFileSync(path, bytes);
    return path;
  });
  try {
    const sources = paths.map((path) => ({ name: path, path }));
    const variants = {
      gunzip: () => inflateAll(paths, {}),
      gunzipLargeChunks: () => inflateAll(paths, { chunkSize: 1024 * 1024 }),
      parseAll: () => parseAll(paths),
      replay: async () => (await readChanges(sources, noInput())).changes,
    };
    const names = Object.keys(variants) as (keyof typeof variants)[];
    const wall = emptyLists(names);
    const cpu = emptyLists(names);
    let parsed: readonly Change[] = [];
    let replayed: readonly Change[] = [];
    for (let round = 0; round < rounds; round += 1) {
      for (const name of names) {
        const cpuBefore = process.cpuUsage();
        const before = performance.now();
        const result = await variants[name]();
        const { user, system } = process.cpuUsage(cpuBefore);
        wall[name].push(performance.now() - before);
        cpu[name].push((user + system) / 1000);
        if (name === 'parseAll') parsed = result as readonly Change[];
        if (name === 'replay') replayed = result as readonly Change[];
      }
    }
    deepStrictEqual(replayed, parsed, 'replay and full parsing differ');
    const ratio = (of: typeof wall, to: keyof typeof variants) =>
      (median(of[to]) / median(of.replay)).toFixed(2);
    const speed = logs.rawBytes / 1024 / 1024 / (median(wall.replay) / 1000);
    return [
      [
        'replay: records, of them watched',
        `${logs.records}, ${replayed.length}`,
        'same as parsing all',
      ],
      ['replay: throughput', `${speed.toFixed(0)} MiB/s`, 'depends on the machine'],
      ['replay: against gunzipSync, wall', `${ratio(wall, 'gunzip')} x`, 'aim 0.65'],
      [
        'replay: against gunzipSync, 1 MiB chunks, wall',
        `${ratio(wall, 'gunzipLargeChunks')} x`,
        '',
      ],
      ['replay: against gunzipSync, CPU', `${ratio(cpu, 'gunzip')} x`, 'aim 0.65'],
      ['replay: against gunzipSync, 1 MiB chunks, CPU', `${ratio(cpu, 'gunzipLargeChunks')} x`, ''],
      ['replay: against parsing all, wall', `${ratio(wall, 'parseAll')} x`, 'aim 2.8'],
      ['replay: against parsing all, CPU', `${ratio(cpu, 'parseAll')} x`, ''],
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const emptyLists = <Name extends string>(names: readonly Name[]): Record<Name, number[]> =>
  Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;

const inflateAll = (paths: readonly string[], options: { chunkSize?: number }): number =>
  paths.reduce((sum, path) => sum + gunzipSync(readFileSync(path), options).length, 0);

const parseAll = (paths: readonly string[]): readonly Change[] =>
  paths
    .flatMap((path) => {
      const text = gunzipSync(readFileSync(path), { chunkSize: 1024 * 1024 }).toString();
      return (JSON.parse(text) as { Records: readonly unknown[] }).Records.map(parseChange);
    })
    .flatMap((parsed) => (parsed.kind === 'change' ? [parsed.change] : []))
    .sort((a, b) => (a.time + a.eventId < b.time + b.eventId ? -1 : 1));

async function* noInput(): AsyncGenerator<Uint8Array> {}

printRows(await replayBench());
