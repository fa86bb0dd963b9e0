import type { Caller } from '../events/change.ts';
import type { AccessKeyId } from '../model/ids.ts';
import type { Instant } from '../model/instant.ts';
import type { Replacement } from '../replacement/replacement.ts';
import type { AccessKey, LastUse } from './access-key.ts';
import type { KeyPlace } from './key-settings.ts';
import type { Migration } from './migration.ts';
import type { Reason } from './reasons.ts';
import type { Rotation } from './rotation-state.ts';

/**
 * Where a key stands. Not every stage is reached by events alone: the sweep adds `watched`,
 * rotation adds `rotating`.
 */
export const stages = [
  'watched',
  'told',
  'warned',
  'due',
  'disabled',
  'restored',
  'rotating',
  'deleted',
  'excepted',
  'gone',
] as const;
export type Stage = (typeof stages)[number];

/** Where an owner can be reached in Slack, and how we came to think that this is the owner. */
export interface OwnerContact {
  /** `#channel`, `C…`/`G…` channel id, `U…` user id or an e-mail address. */
  readonly contact: string;
  readonly source: 'tag' | 'creator' | 'account' | 'fallback' | 'corrected';
  readonly confidence: 'high' | 'medium' | 'low';
  /** What it rests on, for people: `tag owner on user deployer`. */
  readonly evidence: string;
}

/** What a notification says; the words are in `core/messages`. */
export type NoticeKind =
  | 'found' // a new key, the first message
  | 'exposed' // AWS found it in public
  | 're-activated'
  | 'warning' // N days before the due date
  | 'would-disable' // due in observe mode
  | 'used-since-warning' // the last look stopped the act
  | 'over-cap' // a cap or the stop switch stopped an act that a person asked for
  | 'not-disabled' // the act could not be done or verified
  | 'disabled'
  | 'disabled-elsewhere'
  | 'restored'
  | 'delete-warning' // N days before a disabled key is deleted
  | 'would-delete' // the deletion is due in observe mode
  | 'not-deleted' // the last look, a limit or AWS stopped the deletion
  | 'deleted'
  | 'kept' // the owner keeps it until a date
  | 'not-mine'
  | 'how-to-switch'
  | 'replacement-in-use'
  | 'answers-given' // what nothing that was read could tell
  | 'recommendation-changed'
  | 'migration-step' // the proposed role was made, or is used for the first time
  | 'exception-requested'
  | 'exception-granted'
  | 'exception-not-granted' // refused, or nobody answered
  | 'exception-ending' // some days before it ends
  | 'would-rotate' // due for rotation in observe mode
  | 'two-keys' // IAM has no room for a successor
  | 'not-rotated' // given up, and nothing of it is left
  | 'successor-ready' // where the successor's secret is
  | 'successor-unused' // the consumer has not switched yet
  | 'rotation-stuck' // a person has to delete a key
  | 'click-refused'; // not allowed, stale or replayed

/** One notification about a case: decided, then delivered or not. */
export interface Notice {
  /** Unique in the case; the same cause always has the same id, so that a replay changes nothing. */
  readonly id: string;
  readonly kind: NoticeKind;
  readonly at: Instant;
  /** Facts that the message needs, plain strings only. */
  readonly details: Readonly<Record<string, string>>;
  readonly delivery:
    | { readonly status: 'pending' }
    | {
        readonly status: 'delivered';
        readonly at: Instant;
        readonly channel: string;
        readonly ts: string;
      }
    | { readonly status: 'failed'; readonly at: Instant; readonly why: string };
}

/** The parent message of a case in Slack. */
export interface Thread {
  readonly channel: string;
  readonly ts: string;
  /** Which rung of the owner ladder took the message. */
  readonly contact: OwnerContact;
  /** The Slack user behind a direct message, when there is one. */
  readonly ownerUserId?: string;
}

/** Everything lastkey knows and did about one key. One item in the case table. */
export interface KeyCase {
  readonly key: AccessKey;
  readonly accountName: string;
  /** Where the key lives, for overrides; absent when it could not be read. */
  readonly place?: KeyPlace;
  /** Optimistic lock: each write expects the version it read. */
  readonly version: number;
  readonly stage: Stage;
  readonly reasons: readonly Reason[];
  readonly holder: 'workload' | 'human' | 'root' | 'unknown';
  readonly mode: 'observe' | 'enforce';
  readonly createdBy: Caller;
  /** Whether a tool rather than a person made the key, and which. */
  readonly automation?: string;
  readonly openedAt: Instant;
  /** When the present round of warnings began: a use after it restarts the clock. */
  readonly clockStartedAt: Instant;
  readonly dueAt?: Instant;
  /** When `advance-cases` looks at this case again; absent when nothing is scheduled. */
  readonly nextStepAt?: Instant;
  readonly owners: readonly OwnerContact[];
  /** The owner whom Slack does not know (any more), with its answer. */
  readonly ownerGone?: { readonly contact: string; readonly code: string; readonly at: Instant };
  readonly replacement: Replacement;
  /** What people told of the workload, by field; absent when nobody was asked. */
  readonly answers?: Readonly<Record<string, string>>;
  /** Absent until the first step towards the role was seen. */
  readonly migration?: Migration;
  /** What could not be read, in words, and so was not assumed. */
  readonly unknowns: readonly string[];
  readonly notices: readonly Notice[];
  readonly thread?: Thread;
  readonly lastUse?: LastUse | null;
  readonly kept?: {
    readonly until: Instant;
    readonly reason: string;
    readonly by: string;
    readonly at: Instant;
  };
  readonly disabled?: { readonly at: Instant; readonly by: string; readonly why: string };
  /** How far the rotation of this key is; absent when there never was one. */
  readonly rotation?: Rotation;
  /** The key that a rotation made this one for. */
  readonly successorOf?: AccessKeyId;
  /** How often the key came back to Active after lastkey had disabled it. */
  readonly reactivations: number;
  /** The newest `eventTime` taken into this case: older events change nothing. */
  readonly lastEventAt: Instant;
}
