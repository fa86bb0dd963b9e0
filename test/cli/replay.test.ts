import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { replaySchema } from '../../src/cli/schemas/replay.ts';
import { runCommand } from './run-command.ts';

type ReplayDocument = z.output<typeof replaySchema>;

const fixture = (name: string): object =>
  JSON.parse(readFileSync(`test/fixtures/events/${name}.json`, 'utf8')) as object;

const created = fixture('create-access-key-for-another-user');
const deleted = fixture('delete-user');
const login = fixture('login-from-github-actions');
const denied = fixture('login-denied');
const other = fixture('other-event');

const records = (...all: readonly object[]) => JSON.stringify({ Records: all });

/** A new folder with these files in it. */
const folderWith = (files: Readonly<Record<string, string | Buffer>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'lastkey-replay-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
};

const replayJson = async (words: readonly string[], stdin?: Uint8Array) => {
  const result = await runCommand(['replay', '--json', ...words], stdin);
  const document: ReplayDocument = replaySchema.parse(JSON.parse(result.stdout));
  return { ...result, document };
};

describe('lastkey replay --json', () => {
  it('prints what its schema says', async () => {
    const folder = folderWith({ 'a.json': records(created, login, denied, other) });
    const { exitCode, stderr, document } = await replayJson([folder]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(document).toMatchObject({ version: 1, records: 4, partial: false, duplicates: 0 });
    const key = document.changes.find(({ kind }) => kind === 'CreateAccessKey');
    expect(key).toEqual({
      kind: 'CreateAccessKey',
      eventId: '00000000-0000-4000-8000-000000000001',
      time: '2026-11-02T09:41:07.000Z',
      accountId: '111122223333',
      region: 'us-east-1',
      userName: 'deployer',
      accessKeyId: 'AKIAEXAMPLEDEPLOY001',
      outcome: 'succeeded',
      by: 'arn:aws:iam::111122223333:user/alice',
    });
  });

  it('decides about a new key and shows the message, saying what the logs do not', async () => {
    const { document } = await replayJson([folderWith({ 'a.json': records(created) })]);
    const [decision] = document.decisions;
    expect(decision).toMatchObject({
      kind: 'open-case',
      accessKeyId: 'AKIAEXAMPLEDEPLOY001',
      mode: 'observe',
      reasons: [{ id: 'undeclared' }],
    });
    expect(decision?.unknowns?.join()).toContain('a replay reads log files, not the account');
    const [message] = document.messages;
    expect(message).toMatchObject({ position: 'parent', accessKeyId: 'AKIAEXAMPLEDEPLOY001' });
    expect(JSON.stringify(message?.blocks)).toContain('not the account');
  });

  it('follows a key from one event to the next, in the order of their times', async () => {
    const disabled = {
      ...fixture('update-access-key-inactive'),
      eventTime: '2026-11-03T09:00:00Z',
    };
    const { document } = await replayJson([folderWith({ 'a.json': records(disabled, created) })]);
    expect(document.decisions.map(({ kind }) => kind)).toEqual(['open-case', 'disabled-elsewhere']);
    expect(document.messages.map(({ position }) => position)).toEqual(['parent', 'reply']);
  });

  it('tells nobody about a failed create', async () => {
    const failed = fixture('create-access-key-limit-exceeded');
    const { document } = await replayJson([folderWith({ 'a.json': records(failed) })]);
    expect(document.changes).toMatchObject([
      { outcome: 'failed', errorCode: 'LimitExceededException' },
    ]);
    expect(document.decisions).toMatchObject([{ kind: 'record' }]);
    expect(document.messages).toEqual([]);
  });

  it('reads files, folders below folders and standard input, packed or not', async () => {
    const folder = folderWith({
      'b/2.json.gz': gzipSync(records(deleted)),
      'a/1.jsonl': `${JSON.stringify(login)}\n${JSON.stringify(denied)}\n`,
      '.hidden': 'not JSON',
    });
    const stdin = Buffer.concat([
      gzipSync(records(created).slice(0, 99)),
      gzipSync(records(created).slice(99)),
    ]);
    const { exitCode, document } = await replayJson([folder, '-'], stdin);
    expect(exitCode).toBe(0);
    expect(document.changes.map(({ kind }) => kind).sort()).toEqual([
      'AssumeRoleWithWebIdentity',
      'AssumeRoleWithWebIdentity',
      'CreateAccessKey',
      'DeleteUser',
    ]);
  });

  it('counts events that come twice, and tells each once', async () => {
    const folder = folderWith({
      'a.json': records(created, other),
      'b.json': records(other, created),
    });
    const { document } = await replayJson([folder]);
    expect(document).toMatchObject({ records: 4, duplicates: 2 });
    expect(document.changes).toHaveLength(1);
    expect(document.messages).toHaveLength(1);
  });

  it('names the place of a record that it cannot read, and goes on', async () => {
    const broken = { ...created, eventID: undefined };
    const folder = folderWith({
      'a.json': records(other, broken, deleted),
      'b.jsonl': `${JSON.stringify(login)}\n{"eventName":"Cre\n${JSON.stringify(denied)}\n`,
    });
    const { exitCode, document } = await replayJson([folder]);
    expect(exitCode).toBe(0);
    expect(document.unreadable).toEqual([
      { where: `${join(folder, 'a.json')}:record 2`, why: 'CreateAccessKey: eventID is missing' },
      { where: `${join(folder, 'b.jsonl')}:record 2`, why: 'the line is not one JSON value' },
    ]);
    expect(document.changes).toHaveLength(3);
  });

  it('reads on when the very first line broke off', async () => {
    const text = `{"eventName":"Create\n${JSON.stringify(login)}\n${JSON.stringify(denied)}\n`;
    const { exitCode, document } = await replayJson([folderWith({ 'a.jsonl': text })]);
    expect(exitCode).toBe(0);
    expect(document.changes).toHaveLength(2);
    expect(document.unreadable).toHaveLength(1);
  });

  it('keeps what a file held before it was cut off', async () => {
    const packed = gzipSync(
      records(...Array.from({ length: 500 }, (_, n) => ({ ...other, eventID: `${n}` })), created),
    );
    const folder = folderWith({
      'a.json.gz': packed.subarray(0, packed.length >> 1),
      'b.json': records(deleted).slice(0, -20),
    });
    const { exitCode, document } = await replayJson([folder]);
    expect(document.records).toBeGreaterThan(100);
    expect(document.unreadable.map(({ why }) => why)).toEqual([
      'the JSON ends in the middle; nothing after it was read',
      'the JSON ends in the middle',
    ]);
    // The second file gave nothing at all.
    expect(exitCode).toBe(3);
  });

  it.each([
    ['no JSON', 'hello, world', 'expected a JSON object or list; got "hello, world"'],
    ['an archive', Buffer.from('504b0304aabb', 'hex'), 'got bytes 504b0304aabb'],
    ['nothing', '', 'it is empty'],
    ['only space', ' \n\n', 'it holds nothing but space'],
    ['broken gzip', Buffer.from('1f8b08000000000000ffffff0102', 'hex'), 'invalid'],
  ])(
    'answers a file that holds %s with exit code 3, and reads the others',
    async (_, content, why) => {
      const folder = folderWith({ 'bad.json': content, 'good.json': records(created) });
      const { exitCode, stderr, document } = await replayJson([folder]);
      expect(exitCode).toBe(3);
      expect(stderr).toContain(`${join(folder, 'bad.json')} could not be read`);
      expect(document).toMatchObject({ partial: true, records: 1 });
      expect(document.unreadable[0]?.why).toContain(why);
    },
  );

  it('answers a path that is not there with exit code 3', async () => {
    const { exitCode, document } = await replayJson(['no/such/place']);
    expect(exitCode).toBe(3);
    expect(document.unreadable).toEqual([
      { where: 'no/such/place', why: 'there is no such file or folder' },
    ]);
  });

  it.skipIf(process.getuid?.() === 0)(
    'answers a file that it may not read with exit code 3',
    async () => {
      const folder = folderWith({ 'a.json': records(created) });
      chmodSync(join(folder, 'a.json'), 0);
      const { exitCode, document } = await replayJson([folder]);
      expect(exitCode).toBe(3);
      expect(document.unreadable[0]?.why).toBe('no permission to read it');
    },
  );

  it('does not follow links in a circle', async () => {
    const folder = folderWith({ 'a.json': records(created) });
    symlinkSync(folder, join(folder, 'again'));
    const { exitCode, document } = await replayJson([folder]);
    expect(exitCode).toBe(0);
    expect(document.records).toBe(1);
  });

  it('stops at a zip bomb', async () => {
    const megabyte = Buffer.from(`{"eventName":"x","a":"${' '.repeat(10_000)}"},`.repeat(100));
    const bomb = gzipSync(megabyte, { level: 9 });
    const text = Buffer.concat([gzipSync('{"Records":['), ...Array(300).fill(bomb)]);
    const { exitCode, document } = await replayJson([folderWith({ 'bomb.gz': text })]);
    expect(document.unreadable[0]?.why).toMatch(/inflates to more than 300 times its size/);
    expect(document.records).toBeLessThan(30_000);
    // Its first part could be read.
    expect(exitCode).toBe(0);
  });

  it('stops at one piece that is longer than any log', async () => {
    const piece = Buffer.alloc(140 * 1024 * 1024, 'x');
    piece.write('{"a":"');
    const { exitCode, document } = await replayJson([folderWith({ 'a.json': piece })]);
    expect(exitCode).toBe(3);
    expect(document.unreadable[0]?.why).toContain('longer than 64 MiB');
  });

  it('lists a thousand unreadable records of a file, and counts the others', async () => {
    const text = '{"a":1}\n'.repeat(2500);
    const { document } = await replayJson([folderWith({ 'a.jsonl': text })]);
    expect(document.records).toBe(2500);
    expect(document.unreadable).toHaveLength(1001);
    expect(document.unreadable.at(-1)?.why).toContain('1500 more');
  });

  it('never prints a session token', async () => {
    const { stdout } = await replayJson(['test/fixtures/events']);
    expect(stdout).not.toContain('MUST-NOT-LEAVE');
  });
});

describe('lastkey replay', () => {
  it('sums up in at most 100 columns', async () => {
    const all = readdirSync('test/fixtures/events')
      .map((file) => fixture(file.replace('.json', '')))
      .filter((event) => typeof event === 'object');
    const { exitCode, stdout } = await runCommand([
      'replay',
      folderWith({ 'a.json': records(...all) }),
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Read {2,}\d+ records in 1 file\n/);
    expect(stdout).toMatch(/Period {2,}2026-11-02 09:41Z to 2026-11-02 09:41Z/);
    expect(stdout).toMatch(
      /CreateAccessKey {2,}\d+ succeeded {2,}\d+ failed: LimitExceededException, /,
    );
    expect(stdout).toMatch(/AKIAEXAMPLEDEPLOY001 {2,}by alice/);
    expect(stdout).toMatch(/repo:acme\/shop/);
    expect(stdout).toMatch(/Unreadable/);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  it('lets no control character of a log reach the terminal', async () => {
    const hostile = { ...created, requestParameters: { userName: '\u001b[2Jowner\u202e' } };
    const { stdout } = await runCommand(['replay', folderWith({ 'a.json': records(hostile) })]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
});
