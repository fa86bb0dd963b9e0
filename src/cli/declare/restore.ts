import {
  type AddCommand,
  type CommonOptions,
  configFile,
  examples,
  wholeNumber,
  withCommonOptions,
} from './command-options.ts';

export const declareRestore: AddCommand = (program, io, exit) => {
  withCommonOptions(program.command('restore'))
    .description('make a key that lastkey disabled Active again')
    .argument('<key>', 'AKIA… or 111122223333/user-name/AKIA…')
    .option('--wait <seconds>', 'how long to wait for the outcome', wholeNumber, 60)
    .addHelpText(
      'before',
      examples([
        ['lastkey restore AKIAIOSFODNN7EXAMPLE', 'with credentials of the hub account'],
        ['lastkey restore 111122223333/deployer/AKIAIOSFODNN7EXAMPLE --json', 'for a script'],
      ]),
    )
    .action(async (key: string, options: CommonOptions & { readonly wait: number }) => {
      const { restore } = await import('../commands/restore.ts');
      const { wait, json } = options;
      exit(await restore({ key, wait, json: json === true, ...configFile(options) }, io));
    });
};
