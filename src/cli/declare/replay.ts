import {
  type AddCommand,
  type CommonOptions,
  configFile,
  examples,
  withCommonOptions,
} from './command-options.ts';

export const declareReplay: AddCommand = (program, io, exit) => {
  withCommonOptions(program.command('replay'))
    .description('read CloudTrail logs and tell what lastkey would have seen, decided and said')
    .argument('<path...>', 'files, folders (with all below them), or - for standard input')
    .addHelpText(
      'before',
      examples([
        ['lastkey replay AWSLogs/', 'every file below the folder, gzip or plain'],
        ['lastkey replay events.jsonl --json', 'one record or EventBridge event a line'],
        ['aws s3 cp s3://bucket/x.json.gz - | lastkey replay -', 'from standard input'],
      ]),
    )
    .action(async (paths: readonly string[], options: CommonOptions) => {
      const { replay } = await import('../commands/replay.ts');
      exit(await replay({ paths, json: options.json === true, ...configFile(options) }, io));
    });
};
