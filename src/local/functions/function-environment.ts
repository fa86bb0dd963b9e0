import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalAws } from '../aws/start-aws.ts';
import type { DeployedFunction } from './deployed-function.ts';

/**
 * What Lambda puts into a function's environment, with the loopback AWS for AWS.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 * @param taskRoot folder with the function's `configuration.json`
 * @param overrides wins over the template
 */
export const functionEnvironment = (
  deployed: DeployedFunction,
  aws: LocalAws,
  accountId: string,
  taskRoot: string,
  overrides: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => ({
  ...aws.environment(accountId, deployed.roleName, deployed.functionName),
  _HANDLER: `index.${deployed.exportName}`,
  AWS_DEFAULT_REGION: aws.region,
  AWS_LAMBDA_FUNCTION_NAME: deployed.functionName,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(deployed.memoryMb),
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  LAMBDA_TASK_ROOT: taskRoot,
  TZ: ':UTC',
  ...deployed.environment,
  ...overrides,
});

/** Writes another configuration than the one that was built beside the bundle. */
export const writeTaskRoot = async (folder: string, configuration: unknown): Promise<string> => {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'configuration.json'), JSON.stringify(configuration));
  return folder;
};
