import type { AccessKeyId } from '../model/ids.ts';
import type { Instant } from '../model/instant.ts';

/** A key that a rotation made. With its user it is exact (invariant 4). */
export interface Successor {
  readonly accessKeyId: AccessKeyId;
  readonly createdAt: Instant;
}

/** Where the successor's secret key is kept. The secret itself is nowhere in lastkey. */
export interface StoredSecret {
  readonly arn: string;
  /** `VersionId`: one for each key. */
  readonly versionId: string;
}

interface Begun {
  /** The same for every step of one rotation. */
  readonly id: string;
  readonly startedAt: Instant;
  /** When the present step was written: for a while its writer may still be at work. */
  readonly stepAt: Instant;
  /** Rotations of this key that failed in a row before this one. */
  readonly failures: number;
}

/**
 * How far the rotation of a key is. Each step is written before the act that follows it, so that a
 * process that dies between any two leaves behind what to do next.
 */
export type Rotation = Begun &
  (
    | { readonly step: 'intended' } // before the successor is made
    | { readonly step: 'created'; readonly successor: Successor } // made, its secret not stored yet
    | { readonly step: 'stored'; readonly successor: Successor; readonly secret: StoredSecret }
    /** The successor works: its version is made current, and nothing is rolled back any more. */
    | {
        readonly step: 'verified';
        readonly successor: Successor;
        readonly secret: StoredSecret;
        readonly verifiedAt: Instant;
      }
    /** Current, and the consumer told: until the successor is used and the old key is idle. */
    | {
        readonly step: 'waiting';
        readonly successor: Successor;
        readonly secret: StoredSecret;
        readonly verifiedAt: Instant;
        readonly toldAt: Instant;
      }
    /** A person has to delete one of these keys: lastkey cannot tell, or could not do it. */
    | { readonly step: 'stuck'; readonly keyIds: readonly AccessKeyId[]; readonly why: string }
    /** The old key is disabled. */
    | { readonly step: 'done'; readonly successor: Successor; readonly secret: StoredSecret }
    /** Nothing was made, or nothing of it is left: not before `notBefore` again. */
    | { readonly step: 'off'; readonly why: string; readonly notBefore: Instant }
  );

export type RotationStep = Rotation['step'];
export type RotationAt<Step extends RotationStep> = Extract<Rotation, { readonly step: Step }>;
