import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';

/** Every folder of `lambdas/` with a handler is a deployed function. */
export const functionNames = (): readonly string[] =>
  readdirSync('lambdas').filter((name) => existsSync(`lambdas/${name}/handler.ts`));

/** Node 20 runs the tests and the local organization, Node 24 the deployed functions. */
const target = 'node20';

/** SDK clients read their version from their package.json, and would carry all of it along. */
const versionOnly: Plugin = {
  name: 'version-only',
  setup: (run) => {
    run.onLoad({ filter: /@aws-sdk[\\/]client-[^\\/]+[\\/]package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/**
 * CommonJS made from ES entry points: the first loads faster, the second can be shaken. The SDK is
 * bundled, so that the tested version is the deployed one.
 */
export const functionOptions = (names: readonly string[]): BuildOptions => ({
  entryPoints: Object.fromEntries(
    names.map((name) => [`${name}/index`, `lambdas/${name}/handler.ts`]),
  ),
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target,
  mainFields: ['module', 'main'],
  minify: true,
  sourcemap: 'external',
  legalComments: 'none',
  // Loaded on demand for streaming operations, of which the functions call none.
  external: ['@smithy/core/event-streams'],
  plugins: [versionOnly],
  alias: { '@aws-sdk/credential-provider-node': resolve('bin/environment-credentials.ts') },
  logLevel: 'warning',
});

/**
 * The command: split where the source imports on demand, so that `--help` loads little. What a
 * command needs only to talk to AWS or Slack, or to play the local organization, is installed
 * beside it rather than bundled.
 */
export const commandOptions: BuildOptions = {
  entryPoints: { lastkey: 'bin/lastkey.ts' },
  chunkNames: 'command/[name]-[hash]',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target,
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  external: [
    '@aws-sdk/*',
    '@slack/*',
    '@smithy/*',
    'aws-local-stepfunctions',
    'dynalite',
    'fauxqs',
  ],
  // Some of what is bundled is CommonJS and asks for Node's own modules by require.
  banner: {
    js: "import{createRequire as make}from'node:module';const require=make(import.meta.url);",
  },
  logLevel: 'warning',
};
