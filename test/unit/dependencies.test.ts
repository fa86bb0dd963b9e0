import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface LockedPackage {
  readonly license?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, LockedPackage>;
};
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
>;
const packages = Object.entries(lock.packages).filter(([path]) => path !== '');

/** SPDX expressions that let anybody use, change and ship. */
const permissive =
  /^\(?(MIT|MIT-0|ISC|BSD-2-Clause|BSD-3-Clause|0BSD|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|Unlicense|Python-2\.0)( OR .*)?( AND (MIT|Apache-2\.0|BSD-3-Clause))*\)?$/;

/**
 * Licences of tools that only the tests load and nothing ships: file-level copyleft in vitest's
 * bundler, attribution for browser data in the mutation tester's compiler.
 */
const inTestsOnly = /^node_modules\/(lightningcss|caniuse-lite)/;

describe('dependencies', () => {
  it('are all under a permissive licence', () => {
    const others = packages
      .filter(([, { license }]) => license === undefined || !permissive.test(license))
      .filter(([path, { dev }]) => !(dev === true && inTestsOnly.test(path)))
      .map(([path, { license }]) => `${path}: ${license ?? 'no licence field'}`);
    expect(others).toEqual([]);
  });

  it('are locked without the address of any registry', () => {
    expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  it('are asked for by exact version', () => {
    const ranges = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
    );
    expect(ranges).toEqual([]);
  });
});
