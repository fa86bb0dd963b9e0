import {
  type AddCommand,
  type CommonOptions,
  examples,
  wholeNumber,
  withCommonOptions,
} from './command-options.ts';

export const declareStart: AddCommand = (program, io, exit) => {
  withCommonOptions(program.command('start'))
    .description('play a story of keys on a local organization; nothing leaves this machine')
    .option('--events <path>', 'play your own CloudTrail files instead: a file, a folder, or -')
    .option('--serve', 'keep the inbox open, with working buttons')
    .option('--out <folder>', 'folder for the messages, the cases and the summary', 'out')
    .option('--seed <number>', 'same number, same story', wholeNumber, 1)
    .option('--port <number>', 'port of the inbox; any free one without it', wholeNumber)
    .addHelpText(
      'before',
      examples([
        ['lastkey start', 'the story, and what it leaves in out/'],
        ['lastkey start --serve', 'and then press the buttons yourself'],
        ['lastkey start --events AWSLogs/', 'the same with events of your own'],
      ]),
    )
    .action(
      async (
        options: CommonOptions & {
          readonly events?: string;
          readonly serve?: true;
          readonly out: string;
          readonly seed: number;
          readonly port?: number;
        },
      ) => {
        const { start } = await import('../commands/start.ts');
        const { events, serve, out, seed, port, json } = options;
        exit(
          await start(
            {
              serve: serve === true,
              out,
              seed,
              json: json === true,
              ...(events === undefined ? {} : { events }),
              ...(port === undefined ? {} : { port }),
            },
            io,
          ),
        );
      },
    );
};
