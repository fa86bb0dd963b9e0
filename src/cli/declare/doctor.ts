import {
  type AddCommand,
  type CommonOptions,
  configFile,
  examples,
  withCommonOptions,
} from './command-options.ts';

export const declareDoctor: AddCommand = (program, io, exit) => {
  withCommonOptions(program.command('doctor'))
    .description('check that a deployment works, part by part')
    .addHelpText(
      'before',
      examples([
        ['lastkey doctor', 'with credentials of the hub account'],
        ['lastkey doctor --profile security --json', 'for a scheduled check'],
      ]),
    )
    .action(async (options: CommonOptions) => {
      const { doctor } = await import('../commands/doctor.ts');
      exit(await doctor({ json: options.json === true, ...configFile(options) }, io));
    });
};
