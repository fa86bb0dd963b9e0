import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '../../core/model/errors.ts';
import { playEvents } from '../../local/story/play-events.ts';
import { playStory } from '../../local/story/play-story.ts';
import type { World } from '../../local/story/start-world.ts';
import { storyConfiguration } from '../../local/story/story-configuration.ts';
import { writeOut } from '../../local/story/write-out.ts';
import { parseConfiguration } from '../configuration.ts';
import { exitCodes, type Io } from '../output.ts';
import { accountsFromEvents } from '../start/accounts-from-events.ts';
import { readOwnEvents } from '../start/read-own-events.ts';

export interface StartOptions {
  /** The reader's own CloudTrail files instead of the story: a file, a folder, or `-`. */
  readonly events?: string;
  readonly serve: boolean;
  /** Folder for what the run leaves behind. */
  readonly out: string;
  readonly json: boolean;
  readonly seed: number;
  readonly port?: number;
}

/**
 * `lastkey start`: plays the story on the local organization, with the deployed functions behind the
 * rules and queues of the synthesized templates.
 */
export const start = async (options: StartOptions, io: Io): Promise<number> => {
  const print = options.json ? io.note : (line: string) => io.out(`${line}\n`);
  const world = await play(options, io, print);
  try {
    const { files, summary } = await writeOut(world, resolve(options.out));
    if (options.json) io.out(`${JSON.stringify({ version: 1, files, ...summary }, null, 2)}\n`);
    else for (const line of closingLines(summary, options.out)) print(line);
    if (options.serve) await serve(world.slack.inboxUrl, print);
  } finally {
    await world.close();
  }
  return exitCodes.done;
};

/** The world, with the story or the reader's own events played in it. */
const play = async (
  options: StartOptions,
  io: Io,
  print: (line: string) => void,
): Promise<World> => {
  const built = builtFolder();
  const common = {
    templates: {
      hub: join(built, 'templates', 'lastkey-hub.template.json'),
      member: join(built, 'templates', 'lastkey-member.template.json'),
    },
    functionsFolder: join(built, 'functions'),
    configuration: parseConfiguration(storyConfiguration, 'the configuration of the story'),
    seed: options.seed,
    ...(options.port === undefined ? {} : { port: options.port }),
    print,
  };
  if (options.events === undefined) return playStory(common);
  const { events, records, unreadable } = await readOwnEvents(options.events, io.stdin);
  for (const line of unreadable) io.note(`lastkey: ${line}`);
  print(`${records} events read, ${events.length} of them watched.`);
  return playEvents({
    ...common,
    accounts: accountsFromEvents(events),
    events: events.map(({ record, change }) => ({
      accountId: change.accountId,
      region: change.region,
      time: change.time,
      record,
    })),
  });
};

const closingLines = (
  summary: Awaited<ReturnType<typeof writeOut>>['summary'],
  folder: string,
): readonly string[] => [
  '',
  `${summary.cases} keys: ${Object.entries(summary.byStage)
    .map(([stage, count]) => `${count} ${stage}`)
    .join(
      ', ',
    )}. ${summary.messages} messages, ${summary.keysChanged} changes to keys, ${summary.ledgerEntries} ledger entries.`,
  '',
  `Open ${join(folder, 'inbox.html')} to read the messages as Slack shows them.`,
  `Run npm start -- --serve to press the buttons yourself.`,
];

/** Keeps the inbox open until the process is told to end. */
const serve = async (inboxUrl: string, print: (line: string) => void): Promise<void> => {
  print('');
  print(`The inbox is open: ${inboxUrl}`);
  print('Choose who you are, press a button, and see what happens. Ctrl+C ends it.');
  await new Promise<void>((end) => {
    process.once('SIGINT', () => end());
    process.once('SIGTERM', () => end());
  });
};

/** `dist`, in a checkout and in the installed package: where this file was built into. */
const builtFolder = (): string => {
  const here = dirname(fileURLToPath(import.meta.url));
  const folder = [here, dirname(here)].find((each) => existsSync(join(each, 'functions')));
  if (folder !== undefined) return folder;
  throw new InputError(
    `The built functions are missing beside ${here}. In a checkout, run: npm run build`,
  );
};
