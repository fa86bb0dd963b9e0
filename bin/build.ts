import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { loadConfiguration } from '../src/cli/configuration.ts';
import { InputError } from '../src/core/model/errors.ts';
import { buildTemplates } from './build-templates.ts';
import { commandOptions, functionNames, functionOptions } from './bundle-options.ts';

/**
 * Builds what is deployed and what is installed: `dist/functions/<name>/` for each function with its
 * configuration, and `dist/lastkey.js`. Files are replaced in place and stale ones removed at the
 * end, so that a build can run beside something that reads the last one.
 */
const dist = resolve('dist');

const buildFunctions = async (): Promise<void> => {
  const configuration = JSON.stringify(loadConfiguration());
  const names = functionNames();
  const { outputFiles, metafile } = await build({
    ...functionOptions(names),
    outdir: join(dist, 'functions'),
    metafile: true,
    write: false,
  });
  for (const { path, contents } of outputFiles) {
    const name = relative(join(dist, 'functions'), dirname(path));
    // Maps stay out of the artifact: they would only be read when an error is printed.
    await write(path.endsWith('.map') ? join(dist, 'maps', `${name}.js.map`) : path, contents);
  }
  for (const name of names) {
    // The package is made of ES modules; a function loads faster as CommonJS.
    await write(join(dist, 'functions', name, 'package.json'), '{"type":"commonjs"}\n');
    await write(join(dist, 'functions', name, 'configuration.json'), configuration);
  }
  await write(join(dist, 'maps', 'functions.meta.json'), JSON.stringify(metafile));
  await removeOthers(join(dist, 'functions'), names);
};

const buildCommand = async (): Promise<void> => {
  const { metafile } = await build({ ...commandOptions, outdir: dist, metafile: true });
  const chunks = Object.keys(metafile.outputs).map((path) => resolve(path));
  const folder = join(dist, 'command');
  await removeOthers(
    folder,
    chunks.filter((path) => dirname(path) === folder).map((path) => relative(folder, path)),
  );
};

const write = async (path: string, contents: string | Uint8Array): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
};

const removeOthers = async (folder: string, keep: readonly string[]): Promise<void> => {
  for (const entry of await readdir(folder).catch(() => [])) {
    if (!keep.includes(entry)) await rm(join(folder, entry), { recursive: true });
  }
};

try {
  await buildFunctions();
  await buildCommand();
  await buildTemplates(dist);
} catch (error) {
  // A wrong lastkey.yaml is the reader's to correct: its faults, and no stack trace.
  if (!(error instanceof InputError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
