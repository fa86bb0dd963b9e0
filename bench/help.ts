import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, printRows, type Row, spread } from './support/measure.ts';

const rounds = 21;

/** `lastkey --help`, as built, against a Node process that does nothing, run in turns. CPU time. */
const helpBench = (): readonly Row[] => {
  const folder = mkdtempSync(join(tmpdir(), 'lastkey-bench-'));
  const empty = join(folder, 'empty.mjs');
  writeFileSync(empty, '');
  try {
    const times = { empty: [] as number[], help: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      times.empty.push(cpuOf([empty]));
      times.help.push(cpuOf(['dist/lastkey.js', '--help']));
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

/** User and system time of one Node process, in milliseconds, told by itself as it exits. */
const cpuOf = (words: readonly string[]): number => {
  const tell =
    "data:text/javascript,process.on('exit',()=>{const{user,system}=process.cpuUsage();process.stderr.write('cpu '+(user+system))})";
  const { stderr, status } = spawnSync(process.execPath, ['--import', tell, ...words], {
    encoding: 'utf8',
  });
  const told = /cpu (\d+)$/.exec(stderr)?.[1];
  if (status !== 0 || told === undefined) {
    throw new Error(`${words.join(' ')} failed: ${stderr}. Run "npm run build" first.`);
  }
  return Number(told) / 1000;
};

printRows(helpBench());
