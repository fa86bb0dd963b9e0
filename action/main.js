import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandPath } from './command-path.js';
import { matchingFiles } from './matching-files.js';
import { annotation, summary } from './workflow-text.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const workspace = process.env.GITHUB_WORKSPACE ?? process.cwd();

/** Inputs come as the runner sets them: in capitals, with the hyphen kept. */
const input = (name) => (process.env[`INPUT_${name.toUpperCase()}`] ?? '').trim();

const say = (line) => process.stdout.write(`${line}\n`);

/** Text that others wrote, in the log: no line of it is a command to the runner. */
const sayAsIs = (text) => {
  if (text.trim() === '') return;
  const token = randomUUID();
  say(`::stop-commands::${token}\n${text.trimEnd()}\n::${token}::`);
};

const tell = (variable, text) => {
  const file = process.env[variable];
  if (file) appendFileSync(file, text);
};

/** A policy names who may assume the role; a policy with resources is of another kind. */
const mayHoldTrust = (path) => {
  const text = readFileSync(join(workspace, path), 'utf8');
  if (/AssumeRolePolicyDocument|assume_role_policy/.test(text)) return true;
  return /Principal/.test(text) && (/AssumeRole/.test(text) || !/Resource/.test(text));
};

const judge = (files) => {
  const configuration = input('configuration');
  const words = [
    commandPath(root),
    'trust',
    '--format',
    'sarif',
    '--fail-on',
    input('fail-on') || 'low',
    ...(configuration === '' ? [] : ['--config', configuration]),
    '--',
    ...files,
  ];
  const { status, stdout, stderr, error } = spawnSync(process.execPath, words, {
    cwd: workspace,
    encoding: 'utf8',
    maxBuffer: 512 * 1024 * 1024,
    env: { ...process.env, NO_COLOR: '1' },
  });
  if (error !== undefined) throw error;
  sayAsIs(stderr);
  return { status: status ?? 3, stdout };
};

const run = () => {
  const globs = input('files')
    .split(/\r?\n/)
    .map((line) => line.trim());
  const matching = matchingFiles(
    workspace,
    globs.filter((glob) => glob !== ''),
  );
  const files = matching.filter(mayHoldTrust);
  say(`${matching.length} files fit the globs, ${files.length} of them may hold a trust policy.`);
  if (files.length === 0) {
    say('::warning::lastkey has judged nothing: no file that fits "files" holds a trust policy.');
    tell('GITHUB_OUTPUT', 'findings=0\n');
    tell(
      'GITHUB_STEP_SUMMARY',
      '### lastkey trust\n\nNothing was judged: no file that fits holds a trust policy.\n',
    );
    return 0;
  }
  const { status, stdout } = judge(files);
  if (stdout === '') {
    say('::error::lastkey could not judge the files; the log says why.');
    return status || 3;
  }
  const sarifFile = join(process.env.RUNNER_TEMP ?? tmpdir(), 'lastkey-trust.sarif');
  writeFileSync(sarifFile, stdout);
  const results = JSON.parse(stdout).runs.flatMap((each) => each.results);
  for (const result of results) say(annotation(result));
  tell('GITHUB_STEP_SUMMARY', summary(results, files.length));
  tell('GITHUB_OUTPUT', `sarif-file=${sarifFile}\nfindings=${results.length}\n`);
  if (status > 1)
    say('::error::Some files could not be read: the result is partial; the log says why.');
  return status;
};

process.exitCode = run();
