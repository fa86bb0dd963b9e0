import { Option } from 'commander';
import type { ScanOptions } from '../commands/scan.ts';
import { severityLegend } from '../scan/severity-of.ts';
import {
  type AddCommand,
  type CommonOptions,
  examples,
  withCommonOptions,
} from './command-options.ts';

export const declareScan: AddCommand = (program, io, exit) => {
  withCommonOptions(program.command('scan'))
    .description('find every access key of an account or organization, and what to do about each')
    .option('--organization', 'every account, by a role in each')
    .option(
      '--role-name <name>',
      'role to assume in the other accounts, with its path if it has one; it only needs to read IAM',
      'OrganizationAccountAccessRole',
    )
    .option('--from <folder>', 'a snapshot: the outputs of the AWS CLI, a folder an account')
    .option('--fast', 'ask for the ids of those keys only that something is found about')
    .addOption(new Option('--format <format>', 'output').choices(['table', 'json', 'csv', 'html']))
    .option('--out <file>', 'write the output to a file')
    .option('--fail-on <severity>', 'least severity that exits with 1', 'low')
    .option('--now <time>', 'judge as if it were then: RFC 3339 or a date; for old snapshots')
    .addHelpText(
      'before',
      examples([
        ['lastkey scan', 'the account of your credentials, read-only'],
        ['lastkey scan --organization --role-name audit', 'every account of the organization'],
        ['lastkey scan --format html --out report.html', 'a page with pictures, for a manager'],
        ['lastkey scan --from snapshot/ --now 2026-11-23', 'outputs of the AWS CLI, without AWS'],
        ['lastkey scan --fail-on critical --json', 'for a scheduled check'],
      ]),
    )
    .addHelpText(
      'after',
      `\nLimits come from the configuration; without one, 45 days unused and 90 days old. Exceptions that\na deployed lastkey has granted are not read. Severity, by reason:\n${severityLegend()
        .map((line) => `  ${line}`)
        .join('\n')}`,
    )
    .action(async (options: CommonOptions & Omit<ScanOptions, 'json'>) => {
      const { scan } = await import('../commands/scan.ts');
      exit(await scan({ ...options, json: options.json === true }, io));
    });
};
