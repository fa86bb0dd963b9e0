import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The command to run: the built one where there is one, else the source, which Node 24 runs as it
 * is once the locked dependencies are there. Nothing is taken that the action's own commit does not
 * name by its hash.
 * @param {string} root the action's checkout
 * @returns {string}
 */
export const commandPath = (root) => {
  const built = join(root, 'dist', 'lastkey.js');
  if (existsSync(built)) return built;
  if (!existsSync(join(root, 'node_modules'))) {
    const words = ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
    const { status, error } = spawnSync('npm', words, {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
    if (status !== 0) {
      throw new Error(
        `The dependencies of lastkey could not be installed: npm ci answered ${error?.message ?? status}. It needs npm on the runner and the npm registry.`,
      );
    }
  }
  return join(root, 'bin', 'lastkey.ts');
};
