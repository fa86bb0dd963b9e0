import type { RoleArn } from '../model/ids.ts';
import type { Question } from './switch-plan.ts';

/** What a key is used from. Spelled as the published contract lists them. */
export const workloadKinds = [
  'github-actions',
  'gitlab-ci',
  'azure-functions',
  'dynamics-365',
  'azure-devops',
  'bitbucket-pipelines',
  'circleci',
  'buildkite',
  'hcp-terraform',
  'spacelift',
  'jenkins',
  'kubernetes',
  'google-cloud',
  'aws-compute',
  'aws-account',
  'saas-vendor',
  'on-premises',
  'person',
  'unknown',
] as const;
export type WorkloadKind = (typeof workloadKinds)[number];

export const mechanisms = [
  'oidc',
  'cross-account-role',
  'roles-anywhere',
  'attached-role',
  'identity-center',
  'outbound-federation',
  'exception',
  'unknown',
] as const;
export type Mechanism = (typeof mechanisms)[number];

export interface Workload {
  readonly kind: WorkloadKind;
  /** Probability that `kind` is right, 0 to 1, calibrated on the golden cases. */
  readonly confidence: number;
  /** Each reason in words a key's owner understands. */
  readonly evidence: readonly string[];
  /** Other kinds that the evidence allows, most likely first. */
  readonly alternatives?: readonly { readonly kind: WorkloadKind; readonly confidence: number }[];
}

/** What the role may do against what the key was seen doing; IAM actions. */
export interface Coverage {
  readonly used: readonly string[];
  readonly allowed: readonly string[];
  readonly missing: readonly string[];
  /** What the role may do beyond that: actions or patterns, shortened. */
  readonly excess: readonly string[];
  /** What could not be compared, in words. */
  readonly unknowns: readonly string[];
}

/** What the owner should use instead of the key. */
export interface Replacement {
  readonly workload: Workload;
  readonly mechanism: Mechanism;
  /** An existing role that fits, a role to create, or `null` when not even that can be said yet. */
  readonly role: {
    readonly arn: RoleArn;
    readonly existing: boolean;
    /** Absent for a role that is not assumed with a token. */
    readonly identityProvider?: string;
    /** The subject pattern that the role's trust policy admits. */
    readonly subject?: string;
    /** Why this role, one reason a line. */
    readonly why: readonly string[];
  } | null;
  /** One line: the role, or what to set up when no role fits yet. */
  readonly summary: string;
  /** JSON text: of a proposed role, or of an existing one that must change first. */
  readonly trustPolicy?: string;
  /** JSON text: of a proposed role, or what an existing one lacks. */
  readonly permissionsPolicy?: string;
  readonly coverage?: Coverage;
  /** How to switch, in order, one step a line; code in `snippets`. */
  readonly steps: readonly string[];
  /** `workflow`, `cloudformation`, `cdk`, `terraform`, `check`, …: name to text. */
  readonly snippets: Readonly<Record<string, string>>;
  /** What stops working if the key is disabled now: actions and hosts that still use it. */
  readonly breaks?: readonly string[];
  /** What the owner must tell before the proposal is whole; placeholders stand for it until then. */
  readonly questions?: readonly Question[];
  /** What could not be read and therefore was not considered. */
  readonly unknowns: readonly string[];
}
