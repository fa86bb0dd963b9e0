import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';

const commands = [
  'start',
  'scan',
  'plan',
  'recommend',
  'replay',
  'trust',
  'thumbprints',
  'restore',
  'doctor',
  'schema',
];

describe('lastkey', () => {
  it('begins its help with examples and names every command', async () => {
    const { exitCode, stdout, stderr } = await runCommand(['--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^Examples:\n/);
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
  });

  it.each(commands)('begins the help of %s with examples of it', async (command) => {
    const { exitCode, stdout } = await runCommand([command, '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Examples:\\n  .*lastkey ${command}`));
    expect(stdout).toMatch(/--json/);
  });

  it.each(['add', 'list', 'approve', 'refuse', 'end'])(
    'begins the help of exception %s with examples of it',
    async (word) => {
      const { stdout } = await runCommand(['exception', word, '--help']);
      expect(stdout).toMatch(new RegExp(`^Examples:\\n  lastkey exception ${word}`));
    },
  );

  it('says which document was meant', async () => {
    const { exitCode, stderr } = await runCommand(['schema', 'scn']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Did you mean scan?');
  });

  it('prints its version', async () => {
    expect(await runCommand(['--version'])).toEqual({ exitCode: 0, stdout: '1.2.3\n', stderr: '' });
  });

  it.each([
    [['replya', 'logs'], /unknown command 'replya'[\s\S]*Did you mean replay\?/],
    [['replay', '--jsno', 'logs'], /unknown option '--jsno'[\s\S]*Did you mean --json\?/],
    [['replay'], /missing required argument 'path'/],
    [['schema', 'replays'], /Got "replays", expected one of: configuration, .*replay, .*trust/],
    [['start', '--seed', 'x'], /--seed[\s\S]*Expected a whole number/],
  ])('answers wrong use %j with exit code 2 and what to do', async (words, message) => {
    const { exitCode, stdout, stderr } = await runCommand(words);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('answers no command at all with its help', async () => {
    const { exitCode, stderr } = await runCommand([]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/Examples:/);
  });

  it('tells every fault of a configuration, with exit code 2', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'lastkey-')), 'lastkey.yaml');
    writeFileSync(file, 'version: 1\nmode: enforced\nlimits: { perRun: 0 }\n');
    const { exitCode, stderr } = await runCommand(['replay', '--config', file, 'test/fixtures']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('mode: got "enforced", expected one of observe, enforce');
    expect(stderr).toContain('limits.perRun: got 0');
  });

  it('hands profile and Region to the SDK as the AWS CLI does', async () => {
    const before = { ...process.env };
    try {
      await runCommand(['schema', '--profile', 'audit', '--region', 'eu-west-1']);
      expect(process.env['AWS_PROFILE']).toBe('audit');
      expect(process.env['AWS_REGION']).toBe('eu-west-1');
    } finally {
      process.env = before;
    }
  });
});

describe('lastkey schema', () => {
  it('lists the documents', async () => {
    const { stdout } = await runCommand(['schema']);
    const names = stdout.trim().split('\n');
    expect(names).toEqual([...names].sort());
    expect(names).toEqual(expect.arrayContaining(['configuration', 'replay', 'scan', 'trust']));
    expect(JSON.parse((await runCommand(['schema', '--json'])).stdout)).toEqual(names);
  });

  it.each(['configuration', 'replay', 'scan', 'thumbprints', 'trust'])(
    'prints %s in draft 2020-12',
    async (name) => {
      const { exitCode, stdout } = await runCommand(['schema', name]);
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
      });
    },
  );
});
