import {
  type AddCommand,
  type CommonOptions,
  configFile,
  examples,
  withCommonOptions,
} from './command-options.ts';

interface AddWords extends CommonOptions {
  readonly reason: string;
  readonly conditions: string;
  readonly until: string;
  readonly owner?: string;
  readonly userPath?: string;
  readonly userTag?: string;
}

export const declareException: AddCommand = (program, io, exit) => {
  const exception = program
    .command('exception')
    .description('keys that may stay for a while: ask, decide, list, end')
    .helpOption('-h, --help', 'print this help')
    .addHelpText(
      'before',
      examples([
        ['lastkey exception list', 'what is asked for and what is granted'],
        ['lastkey exception add AKIA… --reason … --conditions … --until 2026-12-31', 'ask for one'],
        ['lastkey exception approve ID', 'as somebody else than who asked'],
        ['lastkey exception end ID --reason "moved to OIDC"', 'its keys are asked about again'],
      ]),
    );

  withCommonOptions(exception.command('add'))
    .description('ask for an exception; an approver decides, in Slack or by command')
    .addHelpText(
      'before',
      examples([
        [
          'lastkey exception add AKIAIOSFODNN7EXAMPLE --reason "vendor has no OIDC" --conditions "IP allow list" --until 2026-12-31',
          'one key',
        ],
        [
          'lastkey exception add 111122223333 --user-path /legacy/ --owner "#team-payments" --reason … --conditions … --until …',
          'every user under a path',
        ],
      ]),
    )
    .argument('<target>', 'AKIA…, 111122223333/user-name, or 111122223333 with a path or tag')
    .requiredOption('--reason <text>', 'why the keys cannot be replaced yet')
    .requiredOption('--conditions <text>', 'what makes up for the risk meanwhile')
    .requiredOption('--until <date>', 'the last day, as 2026-12-31')
    .option('--owner <contact>', 'who answers for the keys; known for a key')
    .option('--user-path <path>', 'every user of the account under this IAM path')
    .option('--user-tag <tag>', 'every user of the account with this tag: name or name=value')
    .action(async (target: string, { json, profile: _p, region: _r, ...words }: AddWords) => {
      const { addException } = await import('../commands/exception.ts');
      exit(await addException({ target, json: json === true, ...words }, io));
    });

  withCommonOptions(exception.command('list'))
    .description('list exceptions that are asked for or granted')
    .addHelpText(
      'before',
      examples([
        ['lastkey exception list', 'what waits for an approver, and what is granted'],
        ['lastkey exception list --all --json', 'with those that are over, for a program'],
      ]),
    )
    .option('--all', 'those that are over too')
    .action(async (options: CommonOptions & { readonly all?: true }) => {
      const { listExceptions } = await import('../commands/exception.ts');
      const { all, json } = options;
      exit(
        await listExceptions(
          { all: all === true, json: json === true, ...configFile(options) },
          io,
        ),
      );
    });

  for (const [name, isGranted, what] of [
    ['approve', true, 'grant an exception that somebody else asked for'],
    ['refuse', false, 'refuse an exception'],
  ] as const) {
    withCommonOptions(exception.command(name))
      .description(what)
      .addHelpText(
        'before',
        examples([
          [`lastkey exception ${name} ID --reason "…"`, 'by an approver, not by who asked'],
        ]),
      )
      .argument('<id>', 'as "lastkey exception list" shows it')
      .option('--reason <text>', 'why')
      .action(async (id: string, options: CommonOptions & { readonly reason?: string }) => {
        const { decideByCommand } = await import('../commands/exception.ts');
        const { json, reason } = options;
        exit(
          await decideByCommand(
            {
              id,
              isGranted,
              json: json === true,
              ...(reason === undefined ? {} : { why: reason }),
              ...configFile(options),
            },
            io,
          ),
        );
      });
  }

  withCommonOptions(exception.command('end'))
    .description('end an exception, or take a request back')
    .addHelpText(
      'before',
      examples([
        ['lastkey exception end ID --reason "moved to OIDC"', 'its keys are asked about again'],
      ]),
    )
    .argument('<id>', 'as "lastkey exception list" shows it')
    .requiredOption('--reason <text>', 'why it is over')
    .action(async (id: string, options: CommonOptions & { readonly reason: string }) => {
      const { endException } = await import('../commands/exception.ts');
      const { json, reason } = options;
      exit(
        await endException({ id, why: reason, json: json === true, ...configFile(options) }, io),
      );
    });
};
