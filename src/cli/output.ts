import { InputError, LastkeyError } from '../core/model/errors.ts';

/** What a command may touch of the process: results, notes, its input, and whether colour is wanted. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Results, to stdout: nothing else goes there. */
  readonly out: (text: string) => void;
  /** Progress, warnings and faults, to stderr, one line each. */
  readonly note: (line: string) => void;
  /** A terminal that wants colour; never with `NO_COLOR`. */
  readonly colour: boolean;
  /** Width of the terminal in characters, where there is one. */
  readonly columns?: number;
}

/** Exit codes; published contract. */
export const exitCodes = { done: 0, found: 1, wrongUse: 2, couldNotFinish: 3 } as const;

export const processIo = (): Io => {
  // A reader that has seen enough (`| head`) is not a fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCodes.done);
    throw error;
  });
  return {
    stdin: process.stdin,
    out: (text) => {
      process.stdout.write(text);
    },
    note: (line) => {
      process.stderr.write(`${line}\n`);
    },
    colour: process.stdout.isTTY === true && !process.env['NO_COLOR'],
    ...(process.stdout.isTTY === true ? { columns: process.stdout.columns } : {}),
  };
};

/** Says a fault on stderr and answers the exit code that it means. */
export const reportFault = (fault: unknown, io: Io): number => {
  if (fault instanceof InputError) {
    io.note(`lastkey: ${fault.message}`);
    return exitCodes.wrongUse;
  }
  if (fault instanceof LastkeyError) {
    io.note(`lastkey: ${fault.message}`);
    return exitCodes.couldNotFinish;
  }
  io.note(`lastkey: this should not have happened. ${describe(fault)}`);
  return exitCodes.couldNotFinish;
};

const describe = (fault: unknown): string =>
  fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
