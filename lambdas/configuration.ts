import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from '../src/core/model/configuration.ts';
import { LastkeyError } from '../src/core/model/errors.ts';

/**
 * The configuration that was validated at deploy time and lies beside the bundle. Not validated
 * again: both come from one build, and the file is read-only in the function.
 */
export const readConfiguration = (): Configuration => {
  const path = join(process.env['LAMBDA_TASK_ROOT'] ?? '.', 'configuration.json');
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Configuration;
  } catch (cause) {
    throw new LastkeyError(
      'no-configuration',
      `The function's configuration cannot be read: ${path}. Build and deploy again.`,
      { retry: 'no', cause },
    );
  }
};
