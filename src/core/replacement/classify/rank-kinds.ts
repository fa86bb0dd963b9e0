import { type WorkloadKind, workloadKinds } from '../replacement.ts';
import type { FoundSign, SignGroup } from './signal.ts';
import type { RankedKind } from './workload-signs.ts';

/**
 * How common a kind is among long-lived keys, as log-odds before anything was seen. `unknown` leads:
 * what little is seen must outweigh it.
 */
const priors: Readonly<Record<WorkloadKind, number>> = {
  'github-actions': -0.8,
  'gitlab-ci': -1.2,
  'azure-functions': -1,
  'dynamics-365': -2,
  'azure-devops': -1.4,
  'bitbucket-pipelines': -1.5,
  circleci: -1.5,
  buildkite: -1.8,
  'hcp-terraform': -1.5,
  spacelift: -2,
  jenkins: -1.2,
  kubernetes: -1.4,
  'google-cloud': -1.5,
  'aws-compute': -0.6,
  'aws-account': -1.4,
  'saas-vendor': -1,
  'on-premises': -0.8,
  person: -0.6,
  unknown: 1,
};

/** Flattens the odds: signs are not as independent as adding them up pretends. */
const temperature = 1;

/** Every kind with its probability, most likely first; equal ones in the order of the contract. */
export const rankKinds = (found: readonly FoundSign[]): readonly RankedKind[] => {
  const scores = workloadKinds.map((kind) => (priors[kind] + scoreOf(kind, found)) / temperature);
  const highest = Math.max(...scores);
  const odds = scores.map((score) => Math.exp(score - highest));
  const total = odds.reduce((sum, each) => sum + each, 0);
  return workloadKinds
    .map((kind, index) => ({
      kind,
      confidence: rounded((odds[index] ?? 0) / total),
      evidence: evidenceFor(kind, found),
    }))
    .sort((a, b) => b.confidence - a.confidence);
};

/** Of each group the strongest for and the strongest against count once. */
const scoreOf = (kind: WorkloadKind, found: readonly FoundSign[]): number => {
  const most = new Map<SignGroup, number>();
  const least = new Map<SignGroup, number>();
  for (const { group, weights, strength } of found) {
    const weight = (weights[kind] ?? 0) * strength;
    if (weight > (most.get(group) ?? 0)) most.set(group, weight);
    if (weight < (least.get(group) ?? 0)) least.set(group, weight);
  }
  // Sorted: sums of fractions depend on their order.
  return [...most.values(), ...least.values()].sort((a, b) => a - b).reduce((a, b) => a + b, 0);
};

const evidenceFor = (kind: WorkloadKind, found: readonly FoundSign[]): readonly string[] => [
  ...new Set(
    found
      .map(({ weights, strength, text }) => ({ weight: (weights[kind] ?? 0) * strength, text }))
      .filter(({ weight }) => weight > 0.15)
      .sort((a, b) => b.weight - a.weight || (a.text < b.text ? -1 : 1))
      .map(({ text }) => text),
  ),
];

const rounded = (probability: number): number => Math.round(probability * 1000) / 1000;
