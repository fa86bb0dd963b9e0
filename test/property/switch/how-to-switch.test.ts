import { transformSync } from 'esbuild';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { howToSwitch } from '../../../src/core/replacement/switch/how-to-switch.ts';
import type { SwitchPlan } from '../../../src/core/replacement/switch-plan.ts';
import { switchCases } from '../../golden/switch/switch-plans.ts';
import { jsonEncoded } from './hcl.ts';
import { wildText } from './wild-text.ts';

const fields = [
  ...['repository', 'environment', 'branch', 'jobWorkflowRef', 'clientId', 'appIdUri', 'resource'],
  ...['serviceConnection', 'environmentId', 'namespace', 'serviceAccount', 'audience', 'cluster'],
  ...[
    'instanceId',
    'taskFamily',
    'functionName',
    'externalId',
    'certificatePath',
    'privateKeyPath',
  ],
  ...['trustAnchorArn', 'profileArn', 'credentialsId', 'otherPhaseRoleArn', 'region', 'service'],
];

/** Known plans in which everything that outsiders choose is anything at all. */
const wildPlan: fc.Arbitrary<SwitchPlan> = fc
  .record({
    plan: fc.constantFrom(...switchCases.map(({ plan }) => plan)),
    identity: fc.dictionary(fc.constantFrom(...fields), wildText),
    wild: wildText,
    label: wildText,
  })
  .map(({ plan, identity, wild, label }) => ({
    ...plan,
    identity,
    questions: [{ field: 'region', label, example: 'eu-west-1' }],
    ...(plan.role?.trustPolicy === undefined
      ? {}
      : {
          role: {
            ...plan.role,
            trustPolicy: withText(plan.role.trustPolicy, wild),
            ...(plan.role.permissionsPolicy === undefined
              ? {}
              : { permissionsPolicy: withText(plan.role.permissionsPolicy, wild) }),
          },
        }),
  }));

/** The policy with one more condition that asks for the text. */
const withText = (policy: string, text: string): string => {
  const document = JSON.parse(policy);
  document.Statement[0].Condition = {
    ...document.Statement[0].Condition,
    StringNotEquals: { 'aws:PrincipalTag/wild': text },
  };
  return JSON.stringify(document);
};

const tags = [
  { tag: '!Ref', resolve: (value: string) => ({ Ref: value }) },
  { tag: '!GetAtt', resolve: (value: string) => ({ GetAtt: value }) },
  { tag: '!Equals', collection: 'seq' as const },
];
const yamlSnippets = new Set([
  'workflow',
  'reusable-workflow',
  'gitlab-ci',
  'pipeline',
  'circleci',
  'deployment',
]);
const plainIniLine = /^(#.*|\[[^\]\n]+\]|[\w]+ = [^\n]+|)$/;

/** Keys and types without the texts: what a document is built like. */
const shape = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(shape)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shape(item)]))
      : typeof value;

it('no text of the plan breaks out of its place', () => {
  fc.assert(
    fc.property(wildPlan, (plan) => {
      const { summary, steps, snippets } = howToSwitch(plan);
      for (const line of [summary, ...steps]) expect(line).not.toMatch(/[\n\r\u2028]/);
      const trust = plan.role?.trustPolicy;
      const { cloudformation, cdk, terraform } = snippets;
      if (trust !== undefined && terraform !== undefined) {
        const [written] = jsonEncoded(terraform) as { Statement: { Condition: object }[] }[];
        const wanted = JSON.parse(trust);
        expect(written?.Statement[0]?.Condition).toHaveProperty(
          'StringNotEquals',
          wanted.Statement[0].Condition.StringNotEquals,
        );
        if (cloudformation !== undefined && !cloudformation.startsWith('# Not written')) {
          const template = parse(cloudformation, { customTags: tags });
          expect(
            template.Resources.Role.Properties.AssumeRolePolicyDocument.Statement[0].Condition
              .StringNotEquals,
          ).toEqual(wanted.Statement[0].Condition.StringNotEquals);
        }
        if (cdk?.startsWith('import') === true) {
          expect(() => transformSync(cdk, { loader: 'ts' })).not.toThrow();
        }
      }
      for (const [name, text] of Object.entries(snippets)) {
        if (name === 'typescript') {
          expect(() => transformSync(text, { loader: 'ts' })).not.toThrow();
        }
        if (name === 'profile') {
          for (const line of text.split('\n')) expect(line).toMatch(plainIniLine);
        }
        if (!yamlSnippets.has(name)) continue;
        for (const document of parseAllDocuments(text)) {
          expect('errors' in document ? document.errors : []).toEqual([]);
        }
        // GitHub, GitLab and CircleCI would evaluate these.
        expect(text.replaceAll(/\$\{\{ github\.run_\w+ \}\}/g, '')).not.toMatch(/\$\{\{|<</);
      }
    }),
    { numRuns: 300 },
  );
});

it('a workflow is built the same whatever the names are', () => {
  const github = switchCases.find(({ name }) => name === 'github-actions');
  if (github === undefined) throw new Error('The case github-actions is gone.');
  const written = (environment: string) =>
    parse(
      howToSwitch({ ...github.plan, identity: { environment, branch: 'main' } }).snippets[
        'workflow'
      ] ?? '',
    );
  fc.assert(
    fc.property(wildText, (environment) => {
      const workflow = written(environment);
      expect(shape(workflow)).toEqual(shape(written('production')));
      // As it is; or, for a text that is no name, the one that the role trusts.
      expect([environment, 'production']).toContain(workflow.jobs.deploy.environment);
    }),
  );
});

it('says the same when it is asked again', () => {
  for (const { plan, usage } of switchCases) {
    expect(howToSwitch(plan, usage)).toEqual(howToSwitch(plan, usage));
  }
});
