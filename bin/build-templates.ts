import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { storyConfiguration } from '../src/local/story/story-configuration.ts';
import { functionNames } from './bundle-options.ts';

/** What the templates are made from. */
const sources = [
  'bin/app.ts',
  'infra',
  'src/core/events',
  'src/core/model',
  'src/cli/configuration.ts',
  'src/cli/schemas/configuration.ts',
  ...functionNames().map((name) => `lambdas/${name}/env.ts`),
  'package-lock.json',
];

const stacks = ['lastkey-hub', 'lastkey-member'];

/**
 * Synthesizes the templates that the local organization reads its rules, queues, tables and roles
 * from into `dist/templates`. Takes some ten seconds, so it is done only when a source has changed.
 */
export const buildTemplates = async (dist: string): Promise<void> => {
  const folder = join(dist, 'templates');
  const digest = await digestOf(sources, storyConfiguration);
  if ((await readFile(join(folder, 'digest'), 'utf8').catch(() => '')) === digest) return;
  const work = await mkdtemp(join(tmpdir(), 'lastkey-templates-'));
  try {
    const configuration = join(work, 'lastkey.yaml');
    await writeFile(configuration, storyConfiguration);
    await promisify(execFile)(
      process.execPath,
      [resolve('node_modules/tsx/dist/cli.mjs'), 'bin/app.ts'],
      {
        env: {
          ...process.env,
          CDK_OUTDIR: join(work, 'cdk.out'),
          CDK_CONTEXT_JSON: JSON.stringify({ 'lastkey:configuration': configuration }),
        },
      },
    );
    await mkdir(folder, { recursive: true });
    for (const stack of stacks) {
      const name = `${stack}.template.json`;
      await copyFile(join(work, 'cdk.out', name), join(folder, name));
    }
    await writeFile(join(folder, 'digest'), digest);
  } finally {
    await rm(work, { recursive: true });
  }
};

const digestOf = async (paths: readonly string[], more: string): Promise<string> => {
  const hash = createHash('sha256').update(more);
  for (const path of paths) {
    for (const file of await filesBelow(path)) hash.update(file).update(await readFile(file));
  }
  return hash.digest('hex');
};

const filesBelow = async (path: string): Promise<readonly string[]> => {
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => null);
  if (entries === null) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
};
