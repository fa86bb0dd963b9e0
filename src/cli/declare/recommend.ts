import type { RecommendOptions } from '../commands/recommend.ts';
import {
  type AddCommand,
  type CommonOptions,
  collect,
  examples,
  wholeNumber,
  withCommonOptions,
} from './command-options.ts';

const regionList = (text: string): readonly string[] =>
  text.split(',').flatMap((each) => (each.trim() === '' ? [] : [each.trim()]));

export const declareRecommend: AddCommand = (program, io, exit) => {
  withCommonOptions(program.command('recommend'))
    .description('which role a user should use instead of its key, and how to switch')
    .requiredOption('--user <name>', 'IAM user')
    .option('--account <id>', 'its account, where there are several')
    .option('--key <id>', 'which of its keys; else the one that is most likely in use')
    .option('--from <folder>', 'a snapshot: the outputs of the AWS CLI, a folder an account')
    .option(
      '--format <name>',
      'text, json, or one piece alone: cloudformation, cdk, terraform, workflow, trust-policy, …',
    )
    .option('--answer <field=value>', 'tell what cannot be read; may be repeated', collect, [])
    .option(
      '--regions <list>',
      'Regions whose event history is looked up, by commas',
      regionList,
      [],
    )
    .option('--days <number>', 'how far back to look, 90 at most', wholeNumber, 90)
    .option('--look-ups <number>', 'most look-ups of 50 events; two a second', wholeNumber, 60)
    .option(
      '--role-name <name>',
      'role to assume in an account that is not that of your credentials',
      'OrganizationAccountAccessRole',
    )
    .option('--now <time>', 'as if it were then: RFC 3339 or a date; for old snapshots')
    .addHelpText(
      'before',
      examples([
        ['lastkey recommend --user deployer', 'in the account of your credentials, read-only'],
        ['lastkey recommend --user deployer --from snapshot/', 'outputs of the AWS CLI, no AWS'],
        ['  … --answer repository=acme/shop', 'what nothing that was read can tell'],
        ['  … --format terraform > role.tf', 'the role as code, alone'],
        ['  … --format workflow', 'what changes on the other side'],
      ]),
    )
    .addHelpText(
      'after',
      '\nExits with 0 when there is an answer, one that still asks something too; 3 when AWS refused part\nof what was to be read. Every file of a snapshot may be missing: what it would tell is unknown.',
    )
    .action(async (options: CommonOptions & Omit<RecommendOptions, 'json'>) => {
      const { recommend } = await import('../commands/recommend.ts');
      exit(await recommend({ ...options, json: options.json === true }, io));
    });
};
