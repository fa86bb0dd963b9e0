import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { transformSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { howToSwitch } from '../../src/core/replacement/switch/how-to-switch.ts';
import { switchCases } from '../golden/switch/switch-plans.ts';

/** Inside the project, so that the CDK snippets find the packages. */
let folder: string;
beforeAll(() => {
  mkdirSync('node_modules/.cache', { recursive: true });
  folder = mkdtempSync(join(process.cwd(), 'node_modules/.cache/switch-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const created = switchCases.flatMap(({ name, plan, usage }) => {
  const { cloudformation, cdk, terraform } = howToSwitch(plan, usage).snippets;
  return cloudformation === undefined || cdk === undefined || terraform === undefined
    ? []
    : [{ name, plan, cloudformation, cdk, terraform }];
});

const write = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
  readonly Properties: Readonly<Record<string, unknown>>;
}
interface CloudFormation {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, unknown>>;
}

/** `!Ref` and `!GetAtt` as CDK writes them. */
const intrinsics = [
  { tag: '!Ref', resolve: (value: string) => ({ Ref: value }) },
  { tag: '!GetAtt', resolve: (value: string) => ({ 'Fn::GetAtt': value.split('.') }) },
];

const templateOf = (text: string): CloudFormation =>
  parse(text, { customTags: [...intrinsics, equals] }) as CloudFormation;
const equals = { tag: '!Equals', collection: 'seq' as const };

/** Resources by type, their logical ids replaced by the type: CDK adds a hash to each id. */
const meaning = ({ Resources }: CloudFormation): unknown => {
  let text = JSON.stringify(
    Object.values(Resources)
      .map(({ Type, Properties, DependsOn }) => ({
        Type,
        Properties,
        DependsOn: DependsOn === undefined ? [] : [DependsOn].flat(),
      }))
      .sort((a, b) => (a.Type < b.Type ? -1 : 1)),
  );
  for (const [id, { Type }] of Object.entries(Resources)) {
    text = text.replaceAll(JSON.stringify(id), JSON.stringify(Type));
  }
  return JSON.parse(text);
};

it('has roles of every sort to create', () => {
  expect(created.length).toBeGreaterThan(20);
});

const isInstalled = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args).status === 0;

const cfnLint = isInstalled('cfn-lint', '--version');
it.skipIf(!cfnLint)(
  `CloudFormation passes cfn-lint${cfnLint ? '' : ' (skipped: not installed)'}`,
  () => {
    // With `<…>` in the place of an account cfn-lint rightly finds no ARN.
    const files = created
      .filter(({ cloudformation }) => !/::<[^>]+>:/.test(cloudformation))
      .map(({ name, cloudformation }) => write(`${name}.yaml`, cloudformation));
    expect(files.length).toBeGreaterThan(created.length - 2);
    const { stdout, status } = spawnSync('cfn-lint', files, { encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  },
);

const terraform = isInstalled('terraform', 'version');
it.skipIf(!terraform)(
  `Terraform is laid out as terraform fmt leaves it${terraform ? '' : ' (skipped: not installed)'}`,
  () => {
    for (const each of created) write(`${each.name}.tf`, each.terraform);
    const { stdout, status } = spawnSync('terraform', ['fmt', '-check', '-diff', folder], {
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  },
);

it('CDK type-checks as strictly as this project', () => {
  const files = created.map(({ name, cdk }) => write(`${name}.ts`, cdk));
  const { stdout, status } = spawnSync(
    'node_modules/.bin/tsc',
    [
      ...[
        '--noEmit',
        '--strict',
        '--exactOptionalPropertyTypes',
        '--noUnusedLocals',
        '--skipLibCheck',
      ],
      ...['--module', 'nodenext', '--moduleResolution', 'nodenext', '--target', 'es2022'],
      ...['--types', 'node', '--ignoreConfig', ...files],
    ],
    { encoding: 'utf8' },
  );
  expect(stdout).toBe('');
  expect(status).toBe(0);
});

describe.each(created)('$name', ({ name, plan, cloudformation, cdk }) => {
  it('CDK synthesizes to what the CloudFormation snippet says', async () => {
    const { code } = transformSync(cdk, { loader: 'ts', format: 'esm' });
    const file = write(`${name}.mjs`, code);
    const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Record<
      string,
      new (
        app: App,
        id: string,
      ) => Stack
    >;
    const [StackOfSnippet] = Object.values(module);
    if (StackOfSnippet === undefined) throw new Error('The snippet exports no stack.');
    const synthesized = Template.fromStack(new StackOfSnippet(new App(), 'Stack')).toJSON();
    const template = templateOf(cloudformation);
    expect(meaning(synthesized as CloudFormation)).toEqual(meaning(template));
    expect(Object.keys(synthesized['Outputs'])).toEqual(Object.keys(template.Outputs));
  });

  it('carries the policies of the plan as they are, but for an anchor that is created', () => {
    const role = Object.values(templateOf(cloudformation).Resources).find(
      ({ Type }) => Type === 'AWS::IAM::Role',
    );
    const anchor = JSON.stringify({ 'Fn::GetAtt': ['TrustAnchor', 'TrustAnchorArn'] });
    const policies = JSON.stringify([
      role?.Properties['AssumeRolePolicyDocument'],
      role?.Properties['Policies'],
    ]);
    const wanted = JSON.stringify([
      JSON.parse(plan.role?.trustPolicy ?? ''),
      [
        {
          PolicyName: 'replaces-access-key',
          PolicyDocument: JSON.parse(plan.role?.permissionsPolicy ?? ''),
        },
      ],
    ]).replace(/"arn:aws:rolesanywhere:[^"]*<[^"]*"/, anchor);
    expect(JSON.parse(policies)).toEqual(JSON.parse(wanted));
    expect(role?.Properties['RoleName']).toBe(plan.role?.arn.split('/').at(-1));
  });
});

it('leaves the provider out of a CDK stack that is told so', async () => {
  const file = join(folder, 'github-actions-questions.mjs');
  expect(readFileSync(file, 'utf8')).toContain('createIdentityProvider');
  const module = (await import(pathToFileURL(file).href)) as Record<
    string,
    new (
      app: App,
      id: string,
    ) => Stack
  >;
  const [StackOfSnippet] = Object.values(module);
  if (StackOfSnippet === undefined) throw new Error('The snippet exports no stack.');
  const app = new App({ context: { createIdentityProvider: 'no' } });
  Template.fromStack(new StackOfSnippet(app, 'Stack')).resourceCountIs('AWS::IAM::OIDCProvider', 0);
});
