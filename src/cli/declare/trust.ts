import { Option } from 'commander';
import type { TrustOptions } from '../commands/trust.ts';
import {
  type AddCommand,
  type CommonOptions,
  collect,
  examples,
  withCommonOptions,
} from './command-options.ts';

export const declareTrust: AddCommand = (program, io, exit) => {
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
        const { trust } = await import('../commands/trust.ts');
        const version = program.version() ?? '';
        exit(await trust({ ...options, files, json: options.json === true, version }, io));
      },
    );
};
