import type { ExceptionRecord } from '../core/keys/exception.ts';
import type { AccountId } from '../core/model/ids.ts';
import type { Instant } from '../core/model/instant.ts';

/** Where a record is filed: the account, the user (`*` for a workload) and its id. */
export interface ExceptionKey {
  readonly accountId: AccountId;
  readonly userName: string;
  readonly id: string;
}

/** Exceptions as records. What cannot be read is thrown, never left out (invariant 2). */
export interface Exceptions {
  read(key: ExceptionKey): Promise<ExceptionRecord | null>;
  /**
   * Writes a record that was read at `version` (0: must not exist yet); answers the new one.
   * `'changed'`: somebody else wrote first; read again and decide again.
   */
  write(exception: ExceptionRecord): Promise<ExceptionRecord | 'changed'>;
  /** Records whose `nextStepAt` has come, oldest first, all pages. */
  due(now: Instant): AsyncIterable<ExceptionRecord>;
}
