import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { mechanisms, workloadKinds } from '../../../src/core/replacement/replacement.ts';
import {
  type HowToSwitch,
  howToSwitch,
} from '../../../src/core/replacement/switch/how-to-switch.ts';
import { switchCases } from './switch-plans.ts';

/** One page a person can review: `vitest -u` writes it anew. */
const page = ({ summary, steps, snippets, breaks }: HowToSwitch): string =>
  [
    summary,
    '',
    ...steps.map((step, index) => `${index + 1}. ${step}`),
    '',
    'What breaks if the key is disabled now:',
    ...breaks.map((line) => `- ${line}`),
    ...Object.entries(snippets).map(([name, text]) => `\n======== ${name}\n${text}`),
  ].join('\n');

/** Written in YAML; a file of several documents counts as one. */
const yamlSnippets = [
  'workflow',
  'reusable-workflow',
  'gitlab-ci',
  'pipeline',
  'circleci',
  'deployment',
];
const jsonSnippets = ['trust-policy', 'permissions-policy', 'caller-policy', 'permissions', 'ecs'];

describe.each(switchCases)('$name', ({ name, plan, usage }) => {
  const how = howToSwitch(plan, usage);

  it('reads as reviewed', async () => {
    await expect(page(how)).toMatchFileSnapshot(`expected/${name}.txt`);
  });

  it('keeps every snippet under 12 KB, and ends it with a line', () => {
    for (const text of Object.values(how.snippets)) {
      expect(Buffer.byteLength(text)).toBeLessThan(12_288);
      expect(text).toMatch(/[^\n]\n$/);
    }
  });

  it('names only snippets that are there, and each of them in a step', () => {
    const named = how.steps.flatMap((step) =>
      [...step.matchAll(/snippets? ([^.;:)]+)/g)].flatMap(([, names = '']) =>
        names.split(/, | and | or /).map((each) => each.trim()),
      ),
    );
    const known = Object.keys(how.snippets);
    expect(named.filter((each) => /^[a-z0-9-]+$/.test(each) && !known.includes(each))).toEqual([]);
    expect(known.filter((each) => !named.includes(each))).toEqual([]);
  });

  it('parses where it is YAML or JSON', () => {
    for (const [snippet, text] of Object.entries(how.snippets)) {
      if (yamlSnippets.includes(snippet)) {
        for (const document of parseAllDocuments(text)) {
          expect('errors' in document ? document.errors : []).toEqual([]);
        }
      }
      if (jsonSnippets.includes(snippet)) expect(JSON.parse(text)).toBeTypeOf('object');
    }
  });

  it('asks first for everything that is open, except for what a snippet creates', () => {
    const created = how.snippets['terraform']?.includes('aws_rolesanywhere_trust_anchor')
      ? ['trustAnchorId']
      : [];
    for (const { field, label } of plan.questions) {
      expect(how.steps[0]?.includes(label)).toBe(!created.includes(field));
    }
  });
});

it('has a case for every kind and every mechanism', () => {
  expect(new Set(switchCases.map(({ plan }) => plan.kind))).toEqual(new Set(workloadKinds));
  expect(new Set(switchCases.map(({ plan }) => plan.mechanism))).toEqual(new Set(mechanisms));
});

it('has no page without a case', () => {
  const pages = readdirSync(new URL('expected/', import.meta.url)).map((file) =>
    file.replace(/\.txt$/, ''),
  );
  expect(pages.sort()).toEqual(switchCases.map(({ name }) => name));
});
