import type { WorkloadKind } from '../replacement.ts';

/** Log-odds by kind: what seeing a sign adds to a kind. A kind that is left out gets nothing. */
export type Weights = Readonly<Partial<Record<WorkloadKind, number>>>;

/**
 * Signs of one group say the same thing twice: for each kind only the strongest of a group counts.
 */
export type SignGroup =
  | 'tool'
  | 'host'
  | 'address'
  | 'spread'
  | 'hours'
  | 'actions'
  | 'name'
  | 'path'
  | 'tags'
  | 'description'
  | 'policies'
  | 'creator'
  | 'holder';

/** One line of a table of signs. */
export interface Sign {
  readonly pattern: RegExp;
  readonly weights: Weights;
  /** What it means, for people: `the agent is Veeam's`. */
  readonly says: string;
  /** Page or observation that it rests on. */
  readonly source: string;
}

/** A sign that was found. */
export interface FoundSign {
  readonly group: SignGroup;
  readonly weights: Weights;
  /** 0 to 1: how much of what was seen shows it. */
  readonly strength: number;
  readonly text: string;
}

/** The same weight for several kinds. */
export const each = (kinds: readonly WorkloadKind[], weight: number): Weights =>
  Object.fromEntries(kinds.map((kind) => [kind, weight]));

export const hostedBuilds = [
  'github-actions',
  'gitlab-ci',
  'azure-devops',
  'bitbucket-pipelines',
  'circleci',
] as const;
export const builds = [
  ...hostedBuilds,
  'buildkite',
  'hcp-terraform',
  'spacelift',
  'jenkins',
] as const;

/** A build service that names itself is one on whatever host its runner is. */
export const onAnyHost: Weights = { 'aws-compute': -3, 'aws-account': -3, 'on-premises': -2 };
