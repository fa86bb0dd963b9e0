import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { matchingFiles } from '../../action/matching-files.js';

interface Action {
  readonly name: string;
  readonly description: string;
  readonly branding: object;
  readonly inputs: Readonly<
    Record<string, { readonly description: string; readonly default: string }>
  >;
  readonly outputs: Readonly<Record<string, object>>;
  readonly runs: { readonly using: string; readonly main: string };
}

const action = parse(readFileSync('action.yml', 'utf8')) as Action;
const github = 'token.actions.githubusercontent.com';

const policy = (subject: string) =>
  JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${github}` },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com' },
            StringLike: { [`${github}:sub`]: subject },
          },
        },
      ],
    },
    null,
    2,
  );
const open = policy('repo:acme*/*');
const safe = policy('repo:acme@77/shop@88:ref:refs/heads/main');

const repository = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'lastkey-action-'));
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return folder;
};

interface SarifResult {
  readonly ruleId: string;
  readonly locations: readonly { readonly physicalLocation: object }[];
}

/** Runs the action's entry as the runner does: inputs, output and summary files in the environment. */
const runAction = (workspace: string, inputs: Readonly<Record<string, string>> = {}) => {
  const temporary = mkdtempSync(join(tmpdir(), 'lastkey-runner-'));
  const output = join(temporary, 'output');
  const step = join(temporary, 'summary');
  writeFileSync(output, '');
  writeFileSync(step, '');
  const given = Object.entries(action.inputs).map(([name, { default: initial }]) => [
    `INPUT_${name.toUpperCase()}`,
    inputs[name] ?? initial,
  ]);
  const { status, stdout, stderr } = spawnSync(process.execPath, [action.runs.main], {
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: step,
      RUNNER_TEMP: temporary,
      ...Object.fromEntries(given),
    },
  });
  const outputs = Object.fromEntries(
    readFileSync(output, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
  );
  const sarifFile = outputs['sarif-file'];
  return {
    status,
    stderr,
    lines: stdout.split('\n'),
    outputs,
    summary: readFileSync(step, 'utf8'),
    results:
      sarifFile === undefined
        ? []
        : (JSON.parse(readFileSync(sarifFile, 'utf8')).runs[0].results as readonly SarifResult[]),
  };
};

describe('action.yml', () => {
  it('is a Node 24 action whose entry is there, with every input and output described', () => {
    expect(action.runs.using).toBe('node24');
    expect(existsSync(action.runs.main)).toBe(true);
    expect(Object.keys(action.inputs)).toEqual(['files', 'fail-on', 'configuration']);
    expect(Object.keys(action.outputs)).toEqual(['sarif-file', 'findings']);
    for (const { description } of Object.values(action.inputs)) expect(description).toMatch(/\.$/);
    // The Marketplace asks for these.
    expect(action).toMatchObject({ name: 'lastkey trust', branding: { icon: 'key' } });
    expect(action.description.length).toBeLessThan(125);
  });
});

describe('the action on a pull request', () => {
  it('annotates the lines of policies and templates, and leaves a SARIF file', () => {
    const template = `Resources:
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: ${JSON.stringify(JSON.parse(open))}
`;
    const workspace = repository({
      'iam/deploy-trust.json': open,
      'iam/safe-trust.json': safe,
      'infra/app.template.yaml': template,
      'src/config.json': '{"Principal": 1}',
    });
    const { status, stderr, lines, outputs, results, summary } = runAction(workspace);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(lines[0]).toBe('3 files fit the globs, 3 of them may hold a trust policy.');
    const line = open.split('\n').findIndex((each) => each.includes('acme*')) + 1;
    const start = `::error file=iam/deploy-trust.json,line=${line},title=Critical%3A trust.oidc.subject-wildcard::`;
    expect(lines.filter((each) => each.startsWith(start))).toHaveLength(1);
    expect(
      lines.some((each) => each.startsWith('::error file=infra/app.template.yaml,line=5,')),
    ).toBe(true);
    expect(lines.join('\n')).not.toContain('safe-trust');
    expect(results.map(({ ruleId }) => ruleId)).toContain('trust.oidc.subject-wildcard');
    expect(results[0]?.locations[0]?.physicalLocation).toMatchObject({
      artifactLocation: { uri: 'iam/deploy-trust.json' },
    });
    expect(outputs['findings']).toBe(String(results.length));
    expect(summary).toContain(`${results.length} findings in 3 files`);
    expect(summary).toContain('unsafe');
  });

  it('passes when nothing is found at or above fail-on', () => {
    const workspace = repository({
      'a-trust.json': policy('repo:acme/shop:*'),
      'b-trust.json': safe,
    });
    expect(runAction(workspace).status).toBe(1);
    const { status, lines } = runAction(workspace, { 'fail-on': 'high' });
    expect(status).toBe(0);
    expect(lines.some((line) => line.startsWith('::notice file=a-trust.json,line='))).toBe(true);
    const clean = runAction(repository({ 'b-trust.json': safe }));
    expect(clean).toMatchObject({ status: 0, results: [], outputs: { findings: '0' } });
    expect(clean.summary).toContain('Nothing found in 1 files');
  });

  it('takes globs, and who the own tenants are', () => {
    const workspace = repository({
      'roles/one.json': policy('repo:acme@77/shop@88:environment:prod'),
      'roles/old/two.json': open,
      'lastkey.yaml':
        'version: 1\nfederation: { subjects: { github: { organizations: { other: "99" } } } }\n',
    });
    const files = 'roles/**/*.json\n!roles/old/**\n';
    expect(runAction(workspace, { files })).toMatchObject({ status: 0, results: [] });
    const foreign = runAction(workspace, { files, configuration: 'lastkey.yaml' });
    expect(foreign.status).toBe(1);
    expect(foreign.results.map(({ ruleId }) => ruleId)).toEqual(['trust.oidc.foreign-tenant']);
  });

  it('says that it judged nothing when nothing fits', () => {
    const { status, lines, outputs } = runAction(repository({ 'a.txt': 'x' }));
    expect(status).toBe(0);
    expect(lines.some((line) => line.startsWith('::warning::lastkey has judged nothing'))).toBe(
      true,
    );
    expect(outputs).toEqual({ findings: '0' });
  });

  it('fails on a policy that cannot be read, and judges the others', () => {
    const broken = '{"Statement": [{"Principal": "AssumeRole"';
    const { status, lines, results } = runAction(
      repository({ 'a-trust.json': broken, 'b-trust.json': open }),
    );
    expect(status).toBe(2);
    expect(lines.some((line) => line.includes('a-trust.json is not JSON'))).toBe(true);
    expect(results.length).toBeGreaterThan(0);
  });

  it('fails when fail-on is no severity', () => {
    const { status, lines } = runAction(repository({ 'a-trust.json': open }), {
      'fail-on': 'grave',
    });
    expect(status).toBe(2);
    expect(lines.some((line) => line.includes('--fail-on takes a severity'))).toBe(true);
  });

  it('lets no text of a policy be a command to the runner', () => {
    const evil = 'repo:acme*/*\n::error::owned\n::set-output name=x::y';
    const name = 'a\n::warning::owned-trust.json';
    const { lines } = runAction(
      repository({ 'b-trust.json': policy(evil), [name]: '{"AssumeRole": "Principal' }),
    );
    const commands: string[] = [];
    let stopped: string | undefined;
    for (const line of lines) {
      if (stopped !== undefined) {
        if (line === `::${stopped}::`) stopped = undefined;
      } else if (line.startsWith('::stop-commands::')) {
        stopped = line.slice('::stop-commands::'.length);
      } else if (line.startsWith('::')) commands.push(line);
    }
    expect(stopped).toBeUndefined();
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) expect(command).not.toMatch(/^::(\w|-)+::owned|^::set-output/);
  });
});

describe('the globs of the action', () => {
  const folder = repository({
    'a.json': '',
    'x/a.json': '',
    'x/y/a.template.yaml': '',
    'x/y/a+b.json': '',
    'node_modules/p/a.json': '',
    '.git/a.json': '',
    '.github/a.json': '',
  });
  symlinkSync('/etc', join(folder, 'link'));

  it.each([
    ['*.json', ['a.json']],
    ['./a.json', ['a.json']],
    ['**/a.json', ['.github/a.json', 'a.json', 'x/a.json']],
    ['x/**', ['x/a.json', 'x/y/a+b.json', 'x/y/a.template.yaml']],
    ['**/*.template.{json,yaml}', ['x/y/a.template.yaml']],
    ['x/?.json', ['x/a.json']],
    ['x/y/a+b.json', ['x/y/a+b.json']],
    ['link/**', []],
    ['*.{json', ['a.json']],
  ])('%s names %j', (glob, paths) => {
    expect(matchingFiles(folder, [glob])).toEqual(paths);
  });
});
