import { Command, CommanderError } from 'commander';
import { examples } from './declare/command-options.ts';
import { declareDoctor } from './declare/doctor.ts';
import { declareException } from './declare/exception.ts';
import { declarePlan } from './declare/plan.ts';
import { declareRecommend } from './declare/recommend.ts';
import { declareReplay } from './declare/replay.ts';
import { declareRestore } from './declare/restore.ts';
import { declareScan } from './declare/scan.ts';
import { declareSchema } from './declare/schema.ts';
import { declareStart } from './declare/start.ts';
import { declareThumbprints } from './declare/thumbprints.ts';
import { declareTrust } from './declare/trust.ts';
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
        ['lastkey scan', 'every access key of your account, and what to do about each'],
        [
          'lastkey recommend --user deployer',
          'the role to use instead of a key, and how to switch',
        ],
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

  declareStart(program, io, exit);
  declareScan(program, io, exit);
  declarePlan(program, io, exit);
  declareRecommend(program, io, exit);
  declareReplay(program, io, exit);
  declareTrust(program, io, exit);
  declareThumbprints(program, io, exit);
  declareRestore(program, io, exit);
  declareException(program, io, exit);
  declareDoctor(program, io, exit);
  declareSchema(program, io, exit);
  return program;
};
