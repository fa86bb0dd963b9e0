import {
  type AddCommand,
  type CommonOptions,
  examples,
  withCommonOptions,
} from './command-options.ts';

export const declareThumbprints: AddCommand = (program, io, exit) => {
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
        const { thumbprints } = await import('../commands/thumbprints.ts');
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
