import {
  type AddCommand,
  type CommonOptions,
  examples,
  withCommonOptions,
} from './command-options.ts';

export const declareSchema: AddCommand = (program, io, exit) => {
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
      const { schema } = await import('../commands/schema.ts');
      exit(await schema({ name, json: options.json === true }, io));
    });
};
