import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isRecord, optionalInteger, optionalText } from '../aws/input.ts';
import type { DeployedStack } from '../aws/template/deploy-stack.ts';

/** A function of the template, with the folder of its bundle. */
export interface DeployedFunction {
  /** The name in AWS, such as `lastkey-respond`. */
  readonly functionName: string;
  /** The folder's name, such as `respond`. */
  readonly purpose: string;
  readonly arn: string;
  /** File and export of the handler. */
  readonly bundle: string;
  readonly exportName: string;
  readonly folder: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly roleName: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The queue that keeps failed asynchronous invocations. */
  readonly deadLetterQueue: string | undefined;
}

/** The template's functions that have a bundle in the folder; a function without one is an error. */
export const deployedFunctions = (
  stack: DeployedStack,
  functionsFolder: string,
): readonly DeployedFunction[] => {
  const purposes = readdirSync(functionsFolder);
  return stack.resources
    .filter(({ type }) => type === 'AWS::Lambda::Function')
    .map(({ ref, arn, properties }) => {
      const purpose = purposes
        .filter((name) => ref === name || ref.endsWith(`-${name}`))
        .sort((one, other) => other.length - one.length)[0];
      if (purpose === undefined) {
        throw new Error(
          `There is no bundle for ${ref} in ${functionsFolder}: got ${purposes.join(', ')}. Build the functions first.`,
        );
      }
      const folder = resolve(functionsFolder, purpose);
      const [file = 'index', exportName = 'handler'] = (
        optionalText(properties, 'Handler') ?? 'index.handler'
      ).split('.');
      const environment = isRecord(properties['Environment'])
        ? properties['Environment']['Variables']
        : {};
      const deadLetters = isRecord(properties['DeadLetterConfig'])
        ? optionalText(properties['DeadLetterConfig'], 'TargetArn')
        : undefined;
      return {
        functionName: ref,
        purpose,
        arn,
        folder,
        bundle: join(folder, `${file}.js`),
        exportName,
        timeoutMs: (optionalInteger(properties, 'Timeout') ?? 3) * 1000,
        memoryMb: optionalInteger(properties, 'MemorySize') ?? 128,
        roleName: optionalText(properties, 'Role')?.split('/').at(-1) ?? '',
        environment: Object.fromEntries(
          Object.entries(isRecord(environment) ? environment : {}).map(([name, value]) => [
            name,
            String(value),
          ]),
        ),
        deadLetterQueue: deadLetters?.split(':').at(-1),
      };
    });
};
