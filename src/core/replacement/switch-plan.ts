import type { AccessKeyId, RoleArn } from '../model/ids.ts';
import type { Mechanism, WorkloadKind } from './replacement.ts';

/**
 * What the steps and snippets of a switch are written from: one key, the role that replaces it, and
 * what is known of the workload. Nothing in it is invented: what is not known is a question.
 */
export interface SwitchPlan {
  readonly accountId: string;
  /** `aws`, `aws-cn`, `aws-us-gov`, `aws-eusc`. */
  readonly partition: string;
  readonly userName: string;
  /** Absent while nobody knows which key it is. */
  readonly accessKeyId?: AccessKeyId;
  /** Region of the key's last call, for where no record of a call tells. */
  readonly lastUsedRegion?: string;
  readonly kind: WorkloadKind;
  readonly mechanism: Mechanism;
  /** Absent when there is neither a role that fits nor enough known to propose one. */
  readonly role?: {
    readonly arn: RoleArn;
    readonly existing: boolean;
    /** JSON text; for a proposed role always there, for an existing one when it must change. */
    readonly trustPolicy?: string;
    readonly permissionsPolicy?: string;
    readonly maxSessionSeconds: number;
  };
  /** The OIDC provider that the role trusts. */
  readonly provider?: {
    /** Host and path, without `https://`. */
    readonly url: string;
    readonly audience: string;
    readonly exists: 'yes' | 'no' | 'unknown';
  };
  /** What is known of the workload by field: `repository`, `branch`, `tenantId`, `objectId`, … */
  readonly identity: Readonly<Record<string, string>>;
  /** What must be answered first; each stands as `<label>` in policies and snippets. */
  readonly questions: readonly Question[];
}

/** Something that lastkey cannot know and therefore asks for. */
export interface Question {
  /** Field of the identity, `repository`. */
  readonly field: string;
  /** What to type, for a form: `GitHub repository`. */
  readonly label: string;
  readonly example: string;
  /** Where to find it, one line. */
  readonly hint?: string;
}
