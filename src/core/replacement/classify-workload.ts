import type { KeyCase } from '../keys/key-case.ts';
import type { Workload, WorkloadKind } from './replacement.ts';

/** What is known of a user before its key has been seen in use. */
export interface UserTraits {
  readonly userName: string;
  readonly path: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly holder: KeyCase['holder'];
}

/**
 * Which workload a user's key is for, from its name, path and tags. Weights are added per kind; two
 * kinds with the same weight are a tie, and a tie is unknown.
 */
export const classifyWorkload = (traits: UserTraits): Workload => {
  if (traits.holder === 'human') {
    return person(0.95, 'the user has a console password');
  }
  if (traits.holder === 'root') return person(0.95, 'the root user is a person');
  const found = evidenceFrom(traits);
  const weights = new Map<WorkloadKind, number>();
  for (const { kind, weight } of found) weights.set(kind, (weights.get(kind) ?? 0) + weight);
  const ranked = [...weights].sort((a, b) => b[1] - a[1]);
  const [first, second] = ranked;
  if (first === undefined) {
    return { kind: 'unknown', confidence: 0, evidence: ['nothing in its name, path or tags'] };
  }
  if (second !== undefined && second[1] === first[1]) {
    return {
      kind: 'unknown',
      confidence: 0,
      evidence: [`as much says ${first[0]} as ${second[0]}`],
    };
  }
  const [kind, weight] = first;
  return {
    kind,
    confidence: weight >= 3 ? 0.95 : weight === 2 ? 0.8 : 0.5,
    evidence: found.filter((each) => each.kind === kind).map((each) => each.text),
  };
};

const person = (confidence: Workload['confidence'], text: string): Workload => ({
  kind: 'person',
  confidence,
  evidence: [text],
});

interface Evidence {
  readonly kind: WorkloadKind;
  readonly weight: number;
  readonly text: string;
}

/** A tag is written on purpose, a name by habit, a path by structure. */
const evidenceFrom = (traits: UserTraits): readonly Evidence[] => [
  ...signsIn(traits.userName, 2, `the user is called ${traits.userName}`),
  ...signsIn(traits.path, 1, `the user's path is ${traits.path}`),
  ...Object.entries(traits.tags).flatMap(([key, value]) =>
    signsIn(`${key} ${value}`, 3, `tag ${key} is ${value}`),
  ),
  ...Object.entries(traits.tags).flatMap(([key, value]) =>
    /partner|vendor|cross.?account|aws.?account/i.test(key) && /^\d{12}$/.test(value)
      ? [{ kind: 'aws-account' as const, weight: 3, text: `tag ${key} is an AWS account` }]
      : [],
  ),
];

const signsIn = (text: string, weight: number, because: string): readonly Evidence[] => {
  const words = text.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  const sign = signs.find(({ pattern }) => pattern.test(words));
  return sign === undefined ? [] : [{ kind: sign.kind, weight, text: because }];
};

/** The order counts: the narrower sign first. */
const signs: readonly { readonly pattern: RegExp; readonly kind: WorkloadKind }[] = [
  { pattern: /\b(d365|dynamics|dataverse|power.?platform|power.?automate)/, kind: 'dynamics-365' },
  { pattern: /\b(azure.?devops|ado\b|vsts)/, kind: 'azure-devops' },
  { pattern: /\b(github|gha\b)/, kind: 'github-actions' },
  { pattern: /\bgitlab/, kind: 'gitlab-ci' },
  { pattern: /\bbitbucket/, kind: 'bitbucket-pipelines' },
  { pattern: /\bcircle.?ci/, kind: 'circleci' },
  { pattern: /\bbuildkite/, kind: 'buildkite' },
  { pattern: /\bspacelift/, kind: 'spacelift' },
  { pattern: /\b(hcp.?terraform|terraform.?cloud|tfc\b)/, kind: 'hcp-terraform' },
  { pattern: /\bjenkins/, kind: 'jenkins' },
  { pattern: /\b(azure|entra|function.?app|app.?service)/, kind: 'azure-functions' },
  { pattern: /\b(gcp|google|bigquery|cloud.?run)/, kind: 'google-cloud' },
  { pattern: /\b(kubernetes|k8s|gke|aks)\b/, kind: 'kubernetes' },
  { pattern: /\b(partner|cross.?account)/, kind: 'aws-account' },
  {
    pattern: /\b(snowflake|databricks|datadog|segment|fivetran|vendor|saas|salesforce)/,
    kind: 'saas-vendor',
  },
  {
    pattern: /\b(on.?prem\w*|backup|veeam|nas\b|datacent(er|re)|legacy|ftp|sftp|erp\b|sap\b)/,
    kind: 'on-premises',
  },
  { pattern: /\b(ec2|ecs|lambda|batch|eks)\b/, kind: 'aws-compute' },
];
