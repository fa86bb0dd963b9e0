import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Io } from '../output.ts';

/** Options that every command takes. */
export interface CommonOptions {
  readonly json?: true;
  readonly config?: string;
  readonly profile?: string;
  readonly region?: string;
}

/** Adds one command to the program; its work is loaded when it is used. */
export type AddCommand = (program: Command, io: Io, exit: (code: number) => void) => void;

/** `--profile` and `--region` mean what they mean to the AWS CLI: the SDK reads them from here. */
export const withCommonOptions = (command: Command): Command =>
  command
    .helpOption('-h, --help', 'print this help')
    .addOption(new Option('--json', 'print one JSON document, see "lastkey schema"'))
    .addOption(new Option('--config <file>', 'configuration (default: lastkey.yaml when present)'))
    .addOption(new Option('--profile <name>', 'AWS profile'))
    .addOption(new Option('--region <region>', 'AWS Region'))
    .hook('preAction', (_, acting) => {
      const { profile, region } = acting.opts<CommonOptions>();
      if (profile !== undefined) process.env['AWS_PROFILE'] = profile;
      if (region !== undefined) process.env['AWS_REGION'] = region;
    });

/** The `--config` that was named, if one was. */
export const configFile = (options: CommonOptions) =>
  options.config === undefined ? {} : { config: options.config };

/** The examples that a help text starts with: the line, and what it is for. */
export const examples = (lines: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...lines.map(([line]) => line.length));
  return ['Examples:', ...lines.map(([line, what]) => `  ${line.padEnd(width)}  ${what}`), ''].join(
    '\n',
  );
};

/** Gathers an option that may be repeated. */
export const collect = (text: string, before: readonly string[]): readonly string[] => [
  ...before,
  text,
];

/** Parses a whole number for commander. */
export const wholeNumber = (text: string): number => {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number.');
};
