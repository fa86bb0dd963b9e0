import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'lastkey-package-'));

describe('the package', () => {
  it('installs into an empty folder, shows its help and replays a log', async () => {
    expect(existsSync('dist/lastkey.js'), 'npm run build comes first').toBe(true);
    const { stdout: packed } = await run('npm', [
      'pack',
      '--ignore-scripts',
      '--json',
      '--pack-destination',
      folder,
    ]);
    const [{ filename, files }] = JSON.parse(packed) as [
      { filename: string; files: readonly { path: string }[] },
    ];
    const names = files.map(({ path }) => path);
    expect(names).toContain('lastkey.yaml');
    expect(names.filter((name) => /^(src|test|infra)\//.test(name))).toEqual([]);

    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    cpSync('test/fixtures/events/create-access-key-by-root.json', join(folder, 'log.json'));
    const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
    await run('npm', [...install, `./${filename}`], { cwd: folder });

    const command = resolve(folder, 'node_modules/.bin/lastkey');
    const help = await run(command, ['--help'], { cwd: folder });
    expect(help.stdout).toMatch(/^Examples:/);
    expect(help.stderr).toBe('');
    const replay = await run(command, ['replay', 'log.json', '--json'], { cwd: folder });
    expect(replay.stderr).toBe('');
    expect(JSON.parse(replay.stdout)).toMatchObject({
      version: 1,
      records: 1,
      changes: [{ kind: 'CreateAccessKey', userName: '<root_account>' }],
    });
  }, 40_000);
});
