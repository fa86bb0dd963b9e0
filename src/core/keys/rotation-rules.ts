import type { KeySettings, RotationSettings } from '../model/configuration.ts';
import type { Fact } from '../model/fact.ts';
import type { AccessKeyId } from '../model/ids.ts';
import type { Instant } from '../model/instant.ts';
import type { AccessKeyState, LastUse } from './access-key.ts';
import type { ExceptionRecord } from './exception.ts';
import type { Successor } from './rotation-state.ts';

/** What was read right before a step of a rotation (invariant 1). */
export interface RotationLook {
  /** All keys of the user; `null`: there is no such user. */
  readonly keys: Fact<readonly AccessKeyState[] | null>;
  /** Of each key that is listed, and of the old one. */
  readonly lastUses: ReadonlyMap<string, Fact<LastUse | null>>;
  /** The exception in force that covers the old key. */
  readonly exception: ExceptionRecord | undefined;
}

/** What holds for the key now. */
export interface RotationRules {
  readonly rotation: RotationSettings;
  readonly settings: KeySettings;
  /** What was deployed, what is configured and what the owner was told: all three say enforce. */
  readonly mayAct: boolean;
}

/** The next step of a rotation, decided before anything is touched. */
export type NextRotationStep =
  /** Nothing to do with this case; the ledger says why. */
  | { readonly kind: 'none'; readonly why: string }
  /** A fact is missing: nothing is done on a guess (invariant 2). */
  | { readonly kind: 'unknown'; readonly what: string; readonly retry: 'yes' | 'no' }
  | { readonly kind: 'start'; readonly exception: ExceptionRecord }
  | { readonly kind: 'wait'; readonly until: Instant; readonly why: string }
  /** Nothing of the rotation is there, or is left. */
  | {
      readonly kind: 'put-off';
      readonly until: Instant;
      readonly why: string;
      readonly notice?: RotationNotice;
    }
  /** Delete exactly the successor: its secret is lost, and nobody can have had it. */
  | {
      readonly kind: 'roll-back';
      readonly from: 'created' | 'stored';
      readonly successor: Successor;
      readonly why: string;
    }
  | { readonly kind: 'make-current' }
  | { readonly kind: 'ask-person'; readonly keyIds: readonly AccessKeyId[]; readonly why: string }
  | { readonly kind: 'remind'; readonly notice: RotationNotice }
  | { readonly kind: 'disable-old'; readonly use: LastUse }
  /** Not by us: the old key is gone, or Inactive, or no exception covers it any more. */
  | { readonly kind: 'over'; readonly because: 'gone' | 'inactive' | 'exception-ended' };

export interface RotationNotice {
  readonly kind: 'would-rotate' | 'two-keys' | 'not-rotated' | 'successor-unused';
  readonly cause: string;
  readonly details: Readonly<Record<string, string>>;
}
