import { main } from '../../src/cli/main.ts';

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line in this process: what it prints and the exit code it answers. */
export const runCommand = async (
  words: readonly string[],
  stdin: Uint8Array = new Uint8Array(),
): Promise<CommandResult> => {
  let stdout = '';
  let stderr = '';
  const exitCode = await main(
    words,
    {
      stdin: (async function* () {
        yield stdin;
      })(),
      out: (text) => {
        stdout += text;
      },
      note: (line) => {
        stderr += `${line}\n`;
      },
      colour: false,
    },
    '1.2.3',
  );
  return { exitCode, stdout, stderr };
};
