import { Command, CommanderError, Option } from 'commander';
import { exitCodes, type Io, reportFault } from './output.ts';

/**
 * Runs the command line. Each command is loaded when it is used: `--help` needs nothing but this
 * file.
 * @param words what follows `lastkey`
 * @returns the exit code
 */
export const main = async (words: readonly string[], io: Io, version: string): Promise<number> => {
  let exitCode: number = exitCodes.done;
  const program = buildProgram(io, version, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (fault) {
    if (fault instanceof CommanderError) {
      return fault.exitCode === 0 ? exitCodes.done : exitCodes.wrongUse;
    }
    return reportFault(fault, io);
  }
};

interface CommonOptions {
  readonly json?: true;
  readonly config?: string;
  readonly profile?: string;
  readonly region?: string;
}

const buildProgram = (io: Io, version: string, exit: (code: number) => void): Command => {
  const program = new Command('lastkey')
    .usage('<command> [options]')
    .description(
      'Retires IAM access keys in an AWS Organization and names the federated role to use instead.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText(
      'before',
      examples([
        ['lastkey replay logs/', 'what happened to keys and roles, from CloudTrail log files'],
        ['lastkey replay logs/ --json', 'the same for a program'],
        ['lastkey schema configuration', 'JSON Schema of lastkey.yaml, for your editor'],
      ]),
    );
  // Subcommands inherit these, so they come first.
  program
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: (text) => io.note(text.trimEnd()) })
    .showHelpAfterError('Run "lastkey --help" or "lastkey <command> --help" for examples.');

  withCommonOptions(program.command('replay'))
    .description('read CloudTrail logs and tell what lastkey would have seen, decided and said')
    .argument('<path...>', 'files, folders (with all below them), or - for standard input')
    .addHelpText(
      'before',
      examples([
        ['lastkey replay AWSLogs/', 'every file below the folder, gzip or plain'],
        ['lastkey replay events.jsonl --json', 'one record or EventBridge event a line'],
        ['aws s3 cp s3://bucket/x.json.gz - | lastkey replay -', 'from standard input'],
      ]),
    )
    .action(async (paths: readonly string[], options: CommonOptions) => {
      const { replay } = await import('./commands/replay.ts');
      exit(await replay({ paths, json: options.json === true, ...configFile(options) }, io));
    });

  withCommonOptions(program.command('schema'))
    .description('print the JSON Schema of a document that lastkey reads or writes')
    .argument('[name]', 'which document; all names without it')
    .addHelpText(
      'before',
      examples([
        ['lastkey schema', 'the names'],
        ['lastkey schema replay', 'what `lastkey replay --json` prints'],
        ['lastkey schema configuration > lastkey.schema.json', 'completion in your editor'],
      ]),
    )
    .action(async (name: string | undefined, options: CommonOptions) => {
      const { schema } = await import('./commands/schema.ts');
      exit(await schema({ name, json: options.json === true }, io));
    });

  return program;
};

/** `--profile` and `--region` mean what they mean to the AWS CLI: the SDK reads them from here. */
const withCommonOptions = (command: Command): Command =>
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

const configFile = (options: CommonOptions) =>
  options.config === undefined ? {} : { config: options.config };

const examples = (lines: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...lines.map(([line]) => line.length));
  return ['Examples:', ...lines.map(([line, what]) => `  ${line.padEnd(width)}  ${what}`), ''].join(
    '\n',
  );
};
