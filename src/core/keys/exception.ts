import type { AccessKeyId, AccountId } from '../model/ids.ts';
import type { Instant } from '../model/instant.ts';
import type { Thread } from './key-case.ts';
import { type KeyPlace, placeMatches } from './key-settings.ts';

/**
 * Where an exception stands: asked for and not decided, granted, not granted (refused, or nobody
 * answered), ended (expired, ended by somebody, or replaced).
 */
export const exceptionStates = ['requested', 'granted', 'not-granted', 'ended'] as const;
export type ExceptionState = (typeof exceptionStates)[number];

/** What an exception covers, always within one account. */
export type ExceptionScope =
  | {
      readonly kind: 'key';
      readonly userName: string;
      readonly accessKeyId: AccessKeyId;
      /** A key of the same id with another create date is another key (invariant 4). */
      readonly createdAt: Instant;
    }
  /** Every key of the user, those made later too. */
  | { readonly kind: 'user'; readonly userName: string }
  /** Every user under an IAM path, or with a tag (`name` or `name=value`). */
  | {
      readonly kind: 'workload';
      readonly where: { readonly userPath: string } | { readonly userTag: string };
    };

/** Why a key may stay for a while. Exceptions end: expiry is enforced (invariant 7). */
export interface ExceptionRecord {
  /** Unique in the account; no `#` in it. */
  readonly id: string;
  /** Optimistic lock: each write expects the version it read; 0 is not written yet. */
  readonly version: number;
  readonly accountId: AccountId;
  readonly accountName: string;
  readonly scope: ExceptionScope;
  readonly state: ExceptionState;
  /** Who answers for the key: a Slack contact. */
  readonly owner: string;
  readonly reason: string;
  /** What makes up for the risk meanwhile; empty when nothing does. */
  readonly conditions: string;
  /** A Slack user id, a principal ARN, or `tag <key>`. */
  readonly requestedBy: string;
  readonly requestedAt: Instant;
  /** Asked for, and never further from the grant than `exceptions.maxDays`. */
  readonly expiresAt: Instant;
  /** Never who requested it. `configuration` for a tag that the configuration names. */
  readonly approver?: string;
  readonly grantedAt?: Instant;
  /** How it ended without being in force any more, or without ever having been. */
  readonly over?: { readonly at: Instant; readonly by: string; readonly why: string };
  /** Each time somebody was asked to look at it again, or did. */
  readonly reviews: readonly { readonly at: Instant; readonly by: string; readonly what: string }[];
  /** When time asks for a reminder or the end; absent when it is over. */
  readonly nextStepAt?: Instant;
  /** The question in the approvers' channel. */
  readonly thread?: Thread;
}

/** The user that the record is filed under; `*` for a workload, which no IAM user can be called. */
export const userOfScope = (scope: ExceptionScope): string =>
  scope.kind === 'workload' ? '*' : scope.userName;

/**
 * The exception that covers a key now, if any. A workload whose path or tags could not be read counts
 * as covered: unknown is not "not exempt" (invariant 2).
 * @param exceptions of the key's user and the workloads of its account
 * @param place where the key's user lives; absent when it could not be read
 */
export const exceptionFor = (
  exceptions: readonly ExceptionRecord[],
  accessKeyId: string,
  now: Instant,
  place?: KeyPlace,
): ExceptionRecord | undefined =>
  exceptions.find(
    (exception) => isInForce(exception, now) && covers(exception.scope, accessKeyId, place),
  );

export const isInForce = (exception: ExceptionRecord, now: Instant): boolean =>
  exception.state === 'granted' &&
  exception.grantedAt !== undefined &&
  exception.grantedAt <= now &&
  exception.expiresAt > now;

/** Whether the scope takes the key in; a fact that is missing counts as yes. */
export const covers = (
  scope: ExceptionScope,
  accessKeyId: string,
  place: KeyPlace | undefined,
): boolean => {
  switch (scope.kind) {
    case 'key':
      return scope.accessKeyId === accessKeyId;
    case 'user':
      return true;
    case 'workload':
      return place === undefined || placeMatches(scope.where, place) !== 'no';
  }
};
