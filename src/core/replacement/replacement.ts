import type { RoleArn } from '../model/ids.ts';

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
  readonly confidence: 'high' | 'medium' | 'low';
  /** Each reason in words a key's owner understands. */
  readonly evidence: readonly string[];
}

/** What the owner should use instead of the key. */
export interface Replacement {
  readonly workload: Workload;
  readonly mechanism: Mechanism;
  /** An existing role that fits, or `null` when none fits yet. */
  readonly role: {
    readonly arn: RoleArn;
    readonly identityProvider: string;
    /** The subject pattern that the role's trust policy admits. */
    readonly subject?: string;
    /** Why this role, one reason a line. */
    readonly why: readonly string[];
  } | null;
  /** One line: the role, or what to set up when no role fits yet. */
  readonly summary: string;
  /** How to switch, in order, one step a line; code in `snippets`. */
  readonly steps: readonly string[];
  readonly snippets: Readonly<Record<string, string>>;
  /** What could not be read and therefore was not considered. */
  readonly unknowns: readonly string[];
}
