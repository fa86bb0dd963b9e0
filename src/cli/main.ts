import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { TrustOptions } from './commands/trust.ts';
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
        ['lastkey start', 'the whole idea at work on this machine, without AWS'],
        ['lastkey replay AWSLogs/', 'what happened to keys and roles, from CloudTrail log files'],
        ['lastkey trust role.json', 'who can assume a role'],
        ['lastkey thumbprints --all', 'which OIDC providers hang on a thumbprint'],
        ['lastkey schema configuration', 'JSON Schema of lastkey.yaml, for your editor'],
      ]),
    );
  // Subcommands inherit these, so they come first.
  program
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: (text) => io.note(text.trimEnd()) })
    .showHelpAfterError('Run "lastkey --help" or "lastkey <command> --help" for examples.');

  addStart(program, io, exit);
  addReplay(program, io, exit);
  addTrust(program, io, exit);
  addThumbprints(program, io, exit);
  addSchema(program, io, exit);
  return program;
};

type AddCommand = (program: Command, io: Io, exit: (code: number) => void) => void;

const addStart: AddCommand = (program, io, exit) => {
  withCommonOptions(program.command('start'))
    .description('play a story of keys on a local organization; nothing leaves this machine')
    .option('--events <path>', 'play your own CloudTrail files instead: a file, a folder, or -')
    .option('--serve', 'keep the inbox open, with working buttons')
    .option('--out <folder>', 'folder for the messages, the cases and the summary', 'out')
    .option('--seed <number>', 'same number, same story', wholeNumber, 1)
    .option('--port <number>', 'port of the inbox; any free one without it', wholeNumber)
    .addHelpText(
      'before',
      examples([
        ['lastkey start', 'the story, and what it leaves in out/'],
        ['lastkey start --serve', 'and then press the buttons yourself'],
        ['lastkey start --events AWSLogs/', 'the same with events of your own'],
      ]),
    )
    .action(
      async (
        options: CommonOptions & {
          readonly events?: string;
          readonly serve?: true;
          readonly out: string;
          readonly seed: number;
          readonly port?: number;
        },
      ) => {
        const { start } = await import('./commands/start.ts');
        const { events, serve, out, seed, port, json } = options;
        exit(
          await start(
            {
              serve: serve === true,
              out,
              seed,
              json: json === true,
              ...(events === undefined ? {} : { events }),
              ...(port === undefined ? {} : { port }),
            },
            io,
          ),
        );
      },
    );
};

const addReplay: AddCommand = (program, io, exit) => {
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
};

const addTrust: AddCommand = (program, io, exit) => {
  withCommonOptions(program.command('trust'))
    .description('judge who can assume roles, or evaluate tokens against a trust policy')
    .argument(
      '[file...]',
      'trust policies, output of get-role, list-roles, get-account-authorization-details, CloudFormation templates, Terraform plans as JSON; - for standard input',
    )
    .option('--role <arn>', 'judge a role of your AWS account')
    .option('--all', 'judge every role of your AWS account')
    .option('--from <folder>', 'judge a snapshot: the outputs of the AWS CLI, a folder an account')
    .option('--claims <file>', "evaluate one token's claims instead")
    .option(
      '--context <key=value>',
      'a further context key, with --claims; may be repeated',
      collect,
      [],
    )
    .option('--cases <file>', 'evaluate many tokens: JSON Lines of policy, claims, context')
    .addOption(new Option('--format <format>', 'output').choices(['text', 'json', 'sarif']))
    .option('--fail-on <severity>', 'least severity that exits with 1', 'low')
    .addHelpText(
      'before',
      examples([
        ['lastkey trust role.json', 'is it too wide, or broken, and the smallest change'],
        ['lastkey trust --all --profile audit', 'every role of an account, with your credentials'],
        ['lastkey trust --from snapshot/', 'accounts that nobody may connect to'],
        ['lastkey trust template.yaml --format sarif', 'a template, for code scanning'],
        ['lastkey trust --claims token.json role.json', 'would this token be let in, and why not'],
      ]),
    )
    .addHelpText(
      'after',
      '\nOnly a --config that you name tells your own tenants from others: a verdict does not change\nwith the folder it is asked from.',
    )
    .action(
      async (
        files: readonly string[],
        options: CommonOptions & Omit<TrustOptions, 'files' | 'json'>,
      ) => {
        const { trust } = await import('./commands/trust.ts');
        const version = program.version() ?? '';
        exit(await trust({ ...options, files, json: options.json === true, version }, io));
      },
    );
};

const addThumbprints: AddCommand = (program, io, exit) => {
  withCommonOptions(program.command('thumbprints'))
    .description('look at OIDC issuers as they present themselves, and whether AWS cares')
    .argument('[url...]', 'issuers, with or without https://')
    .option('--all', 'every OIDC provider of your AWS account')
    .option('--fail-on <severity>', 'least severity that exits with 1', 'low')
    .addHelpText(
      'before',
      examples([
        ['lastkey thumbprints --all', 'the OIDC providers of your account'],
        ['lastkey thumbprints token.actions.githubusercontent.com', 'one issuer, without AWS'],
        ['lastkey thumbprints --all --fail-on medium --json', 'for a scheduled check'],
      ]),
    )
    .action(
      async (
        urls: readonly string[],
        options: CommonOptions & { readonly all?: true; readonly failOn: string },
      ) => {
        const { thumbprints } = await import('./commands/thumbprints.ts');
        const { all, failOn, json } = options;
        exit(
          await thumbprints(
            { urls, failOn, json: json === true, ...(all === undefined ? {} : { all }) },
            io,
          ),
        );
      },
    );
};

const addSchema: AddCommand = (program, io, exit) => {
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
};

const collect = (text: string, before: readonly string[]): readonly string[] => [...before, text];

const wholeNumber = (text: string): number => {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number.');
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
