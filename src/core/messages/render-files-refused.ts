import type { KeyCase } from '../keys/key-case.ts';
import { section } from './blocks.ts';
import { code, plain } from './outside-text.ts';
import type { SlackMessage } from './slack-message.ts';

/** Slack took the steps and not the files: the command prints the same. */
export const renderFilesRefused = ({ key }: KeyCase, why: string): SlackMessage => {
  const command = `lastkey recommend --user ${shellWord(key.userName)} --account ${key.accountId}`;
  return {
    text: plain(
      `The files could not be put here (${why}). The command prints them: ${command}`,
      400,
    ),
    blocks: [
      section(
        `The files could not be put here: Slack says ${code(why)}. The command prints the same:\n${code(`${command} --format cloudformation`)}\nWith ${code('--format text')} it says what else it can print.`,
      ),
    ],
  };
};

const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
