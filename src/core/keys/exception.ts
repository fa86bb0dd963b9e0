import type { Instant } from '../model/instant.ts';

/** Why a key may stay for a while. Exceptions end: expiry is enforced (invariant 7). */
export interface ExceptionRecord {
  readonly id: string;
  readonly accountId: string;
  readonly userName: string;
  /** One key, or every key of the user when absent. */
  readonly accessKeyId?: string;
  readonly owner: string;
  readonly reason: string;
  readonly approver: string;
  readonly grantedAt: Instant;
  readonly expiresAt: Instant;
}

/** The exception that covers a key now, if any. */
export const exceptionFor = (
  exceptions: readonly ExceptionRecord[],
  accessKeyId: string,
  now: Instant,
): ExceptionRecord | undefined =>
  exceptions.find(
    (exception) =>
      exception.expiresAt > now &&
      exception.grantedAt <= now &&
      (exception.accessKeyId === undefined || exception.accessKeyId === accessKeyId),
  );
