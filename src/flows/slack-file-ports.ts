import type { Thread } from '../core/keys/key-case.ts';
import type { SlackFailure } from './ports.ts';

/** A text to hand over as a file. */
export interface SlackFile {
  readonly name: string;
  readonly content: string;
}

export interface SlackFiles {
  /**
   * Puts files into one message under a thread's parent: all of them, or none.
   * @throws LastkeyError as the other calls to Slack do
   */
  uploadFiles(
    thread: Thread,
    files: readonly SlackFile[],
    comment: string,
  ): Promise<{ readonly status: 'uploaded' } | SlackFailure>;
}
