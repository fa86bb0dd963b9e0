import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, printRows, type Row, spread } from './support/measure.ts';

const rounds = 21;

/** `lastkey --help`, as built, against a Node process that does nothing, run in turns. CPU time. */
const helpBench = (): readonly Row[] => {
  const folder = mkdtempSync(join(tmpdir(), 'lastkey-bench-'));
  const empty = join(folder, 'empty.cjs');
  writeFileSync(empty, '');
  const preloaded = join(folder, 'teller.cjs');
  writeFileSync(preloaded, teller);
  try {
    const times = { empty: [] as number[], help: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      times.empty.push(cpuOf(preloaded, [empty]));
      times.help.push(cpuOf(preloaded, ['dist/lastkey.js', '--help']));
    }
    const ratio = median(times.help) / median(times.empty);
    return [
      [
        'help: CPU of lastkey --help',
        `${ratio.toFixed(2)} x`,
        'an empty Node process; aim 2.5 or less',
      ],
      [
        'help: spread of the empty process',
        `${(spread(times.empty) * 100).toFixed(0)} %`,
        'above 15: run again',
      ],
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Tells the user and system time of its process as that exits; as little as can be loaded for it. */
const teller =
  "process.on('exit',()=>{const{user,system}=process.cpuUsage();process.stderr.write('cpu '+(user+system))})";

/** User and system time of one Node process, in milliseconds. */
const cpuOf = (preloaded: string, words: readonly string[]): number => {
  const { stderr, status } = spawnSync(process.execPath, ['--require', preloaded, ...words], {
    encoding: 'utf8',
  });
  const told = /cpu (\d+)$/.exec(stderr)?.[1];
  if (status !== 0 || told === undefined) {
    throw new Error(`${words.join(' ')} failed: ${stderr}. Run "npm run build" first.`);
  }
  return Number(told) / 1000;
};

printRows(helpBench());
