import type { PlanOptions } from '../commands/plan.ts';
import {
  type AddCommand,
  type CommonOptions,
  examples,
  wholeNumber,
  withCommonOptions,
} from './command-options.ts';

export const declarePlan: AddCommand = (program, io, exit) => {
  withCommonOptions(program.command('plan'))
    .description('what would happen to each key, day by day, under a configuration')
    .argument('[scan]', 'output of "lastkey scan --json", or - for standard input')
    .option('--from <folder>', 'a snapshot: the outputs of the AWS CLI, a folder an account')
    .option('--against <file>', 'another configuration: say what it would do differently')
    .option('--days <number>', 'how many days to look ahead', wholeNumber, 30)
    .option('--now <time>', 'plan as if it were then: RFC 3339 or a date')
    .addHelpText(
      'before',
      examples([
        ['lastkey scan --json | lastkey plan -', 'the next 30 days of your account'],
        ['lastkey plan --from snapshot/ --days 90', 'a quarter, from outputs of the AWS CLI'],
        ['lastkey plan scan.json --against strict.yaml', 'what another configuration changes'],
      ]),
    )
    .addHelpText(
      'after',
      '\nThe plan assumes that nobody uses a key or answers a message, and that every message is\ndelivered. Exits with 1 when something would happen, or with --against when the two differ.\nA scan says nothing of units, paths and tags: plan from a snapshot where overrides ask for them.',
    )
    .action(
      async (
        scan: string | undefined,
        options: CommonOptions & Omit<PlanOptions, 'json' | 'scan'>,
      ) => {
        const { plan } = await import('../commands/plan.ts');
        const { json, ...rest } = options;
        exit(
          await plan({ ...rest, json: json === true, ...(scan === undefined ? {} : { scan }) }, io),
        );
      },
    );
};
