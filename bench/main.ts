import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Runs every measurement in this folder, one after another, each in a process of its own. */
const folder = import.meta.dirname;
const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== 'main.ts');

for (const file of files.sort()) {
  console.log(`\n${file.replace('.ts', '')}`);
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', join(folder, file)], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
