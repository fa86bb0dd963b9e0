import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ruleHelp } from '../../src/cli/trust/rule-help.ts';
import { checks } from '../../src/core/federation/find-faults.ts';
import { runCommand } from './run-command.ts';

const github = 'token.actions.githubusercontent.com';
const folder = mkdtempSync(join(tmpdir(), 'lastkey-sarif-'));

/** A file in the working folder's terms, as code scanning wants it, and as the command is given it. */
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
};

const template = `Resources:
  Bucket:
    Type: AWS::S3::Bucket
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Action: sts:AssumeRole
            Principal: { Service: ec2.amazonaws.com }
          - Effect: Allow
            Action: sts:AssumeRoleWithWebIdentity
            Principal:
              Federated: !Sub arn:aws:iam::\${AWS::AccountId}:oidc-provider/${github}
            Condition:
              StringEquals:
                ${github}:aud: sts.amazonaws.com
              StringLike:
                ${github}:sub: repo:acme*/*
`;

const policy = JSON.stringify(
  {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${github}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringLike: { [`${github}:sub`]: 'repo:acme/shop:*' } },
      },
    ],
  },
  null,
  2,
);

interface Sarif {
  readonly $schema: string;
  readonly version: string;
  readonly runs: readonly [
    {
      readonly tool: {
        readonly driver: {
          readonly name: string;
          readonly version: string;
          readonly rules: readonly {
            readonly id: string;
            readonly name: string;
            readonly shortDescription: { readonly text: string };
            readonly fullDescription: { readonly text: string };
            readonly help: { readonly text: string; readonly markdown: string };
            readonly helpUri: string;
            readonly defaultConfiguration: { readonly level: string };
            readonly properties: Readonly<Record<string, unknown>>;
          }[];
        };
      };
      readonly invocations: readonly [
        {
          readonly executionSuccessful: boolean;
          readonly toolExecutionNotifications: readonly {
            readonly level: string;
            readonly message: { readonly text: string };
          }[];
        },
      ];
      readonly columnKind: string;
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly level: string;
        readonly message: { readonly text: string };
        readonly locations: readonly [
          {
            readonly physicalLocation?: {
              readonly artifactLocation: { readonly uri: string };
              readonly region: { readonly startLine: number };
            };
            readonly logicalLocations: readonly [{ readonly fullyQualifiedName: string }];
          },
        ];
        readonly partialFingerprints: Readonly<Record<string, string>>;
        readonly properties: { readonly verdict: string };
      }[];
    },
  ];
}

const sarifOf = async (...files: readonly string[]) => {
  const { stdout, exitCode } = await runCommand(['trust', '--format', 'sarif', ...files]);
  const document = JSON.parse(stdout) as Sarif;
  return { document, run: document.runs[0], exitCode };
};

/** The line, from 1, of the only place where a text stands. */
const lineWith = (text: string, part: string): number => {
  const lines = text.split('\n').map((line, index) => (line.includes(part) ? index + 1 : 0));
  const found = lines.filter((line) => line > 0);
  expect(found).toHaveLength(1);
  return found[0] ?? 0;
};

const levels = ['error', 'warning', 'note'];

describe('SARIF', () => {
  it('has what SARIF 2.1.0 and code scanning ask of a log', async () => {
    const { document, run, exitCode } = await sarifOf(
      file('deploy.template.yaml', template),
      file('role trust.json', policy),
    );
    expect(exitCode).toBe(1);
    expect(Object.keys(document).sort()).toEqual(['$schema', 'runs', 'version']);
    expect(document.version).toBe('2.1.0');
    expect(document.$schema).toMatch(/^https:\/\/.*sarif.*2\.1\.0.*\.json$/);
    expect(document.runs).toHaveLength(1);
    const { driver } = run.tool;
    expect(driver).toMatchObject({ name: 'lastkey', version: '1.2.3', semanticVersion: '1.2.3' });
    expect(run.columnKind).toBe('utf16CodeUnits');
    expect(run.invocations).toEqual([
      { executionSuccessful: true, toolExecutionNotifications: [] },
    ]);
    expect(run.results.length).toBeGreaterThan(2);
    for (const result of run.results) {
      expect(driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(levels).toContain(result.level);
      expect(result.message.text).toMatch(/\S.*\.$/s);
      const [{ physicalLocation, logicalLocations }] = result.locations;
      expect(result.locations).toHaveLength(1);
      expect(logicalLocations[0].fullyQualifiedName).not.toBe('');
      expect(physicalLocation?.region.startLine).toBeGreaterThan(0);
      const uri = physicalLocation?.artifactLocation.uri ?? '';
      expect(new URL(uri, 'file:///repository/').href).toMatch(/^file:\/\/\//);
      expect(uri).not.toContain(' ');
      expect(result.partialFingerprints).toEqual({
        'lastkeyTrust/v1': expect.stringMatching(/^[0-9a-f]{32}$/),
      });
    }
    const prints = run.results.map(({ partialFingerprints: print }) => print['lastkeyTrust/v1']);
    expect(new Set(prints).size).toBe(prints.length);
  });

  it('describes every rule with help, a level and a number to sort by', async () => {
    const { run } = await sarifOf(file('rules.json', policy));
    const { rules } = run.tool.driver;
    const ids = rules.map(({ id }) => id);
    expect(ids.sort()).toEqual(
      [...checks.map(({ id }) => id), 'trust.template.unknown-value'].sort(),
    );
    expect(Object.keys(ruleHelp).sort()).toEqual(ids.sort());
    for (const rule of rules) {
      expect(rule.name).toMatch(/^([A-Z][a-z]*)+$/);
      expect(rule.shortDescription.text).toMatch(/^[^.]+$/);
      expect(rule.fullDescription.text).toMatch(/\.$/);
      expect(rule.help.text.length).toBeGreaterThan(30);
      expect(rule.help.markdown).toContain(rule.shortDescription.text);
      expect(new URL(rule.helpUri).protocol).toBe('https:');
      expect(levels).toContain(rule.defaultConfiguration.level);
      expect(rule.properties['tags']).toContain('security');
      expect(Number(rule.properties['security-severity'])).toBeGreaterThanOrEqual(0);
    }
  });

  it('points at the line that the fix changes, else at the statement', async () => {
    const { run } = await sarifOf(file('lines.yaml', template), file('lines.json', policy));
    const lineOf = (ruleId: string, uri: string) =>
      run.results.find(
        (result) =>
          result.ruleId === ruleId &&
          result.locations[0].physicalLocation?.artifactLocation.uri.endsWith(uri),
      )?.locations[0].physicalLocation?.region.startLine;
    expect(lineOf('trust.oidc.subject-wildcard', 'lines.yaml')).toBe(
      lineWith(template, 'repo:acme*'),
    );
    expect(lineOf('trust.oidc.subject-breadth', 'lines.json')).toBe(
      lineWith(policy, '"Effect"') - 1,
    );
  });

  it('keeps the fingerprint when lines above move, and gives another role another', async () => {
    const printsOf = async (name: string, text: string) =>
      (await sarifOf(file(name, text))).run.results.map(
        ({ partialFingerprints: print }) => print['lastkeyTrust/v1'],
      );
    const before = await printsOf('moving.yaml', template);
    const moved = template.replace('Resources:\n', 'Description: longer\n\nResources:\n');
    expect(await printsOf('moving.yaml', moved)).toEqual(before);
    const renamed = template.replace('  Deploy:', '  Other:');
    for (const print of await printsOf('moving.yaml', renamed)) expect(before).not.toContain(print);
  });

  it('names a file in the working folder relative to it', async () => {
    const path = 'test/golden/trust/trust.test.ts';
    const { run } = await sarifOf(path);
    expect(run.invocations[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ level: 'error' }],
    });
    expect(run.invocations[0].toolExecutionNotifications[0]?.message.text).toContain(path);
    const stdin = await runCommand(['trust', '--format', 'sarif', '-'], Buffer.from(policy));
    const log = JSON.parse(stdin.stdout) as Sarif;
    expect(log.runs[0].results[0]?.locations[0].physicalLocation?.artifactLocation.uri).toBe(
      'stdin',
    );
  });
});
