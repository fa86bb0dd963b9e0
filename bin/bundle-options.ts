import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BuildOptions } from 'esbuild';

/** Every folder of `lambdas/` with a handler is a deployed function. */
export const functionNames = (): readonly string[] =>
  readdirSync('lambdas').filter((name) => existsSync(`lambdas/${name}/handler.ts`));

/** Node 20 runs the tests and the local organization, Node 24 the deployed functions. */
const target = 'node20';

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
  external: ['@aws-sdk/*', '@slack/*', '@smithy/*', 'dynalite', 'fauxqs', 'emulate'],
  logLevel: 'warning',
};
